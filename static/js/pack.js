// Fetches what may be needed without signal and seals it on the phone: only what is new, whenever the box is open and the centre answers.
import { tell } from "./centre.js";
import { meet } from "./hello.js";
import { printOf, seal, unseal } from "./seal.js";
import { read, within } from "./store.js";

const { person } = document.body.dataset;
const PATIENCE = 60_000;
const NOW_AND_THEN = 600_000;
const LINE = "pack";

/** What was fetched is all there or nothing of it. */
async function refresh(box) {
  const line = await read(box.db, "meta", LINE);
  const held = line ? await unseal(box, "meta", LINE, line) : { state: "", pages: [], at: 0 };
  if (held.state) document.body.dataset.packed = held.state;
  if (Date.now() - held.at < NOW_AND_THEN) return;
  meet(box);
  const body = new URLSearchParams({ state: held.state, have: held.pages.map(({ print }) => print).join("") });
  const { told } = (await tell("/sync/pack", body, {}, PATIENCE)) ?? {};
  if (told?.person !== person) return;
  const at = Date.now();
  const sealed = await Promise.all(Object.entries(told.pages).map(async ([path, [print, html, leadsTo]]) => {
    const key = await printOf(box, path);
    const family = path.split("/")[2] ?? "";
    return { key, print, family, page: await seal(box, "pages", key, { html, leadsTo, at }) };
  }));
  const wanted = new Set(told.prints.match(/.{8}/g));
  const stays = ({ key, print, family }) => !sealed.some((page) => page.key === key) && (wanted.has(print) || told.kept.includes(family));
  const pages = [...held.pages.filter(stays), ...sealed.map(({ page: _page, ...rest }) => rest)];
  const next = await seal(box, "meta", LINE, { state: told.state, pages, at });
  await within(box.db, ["meta", "pages"], (meta, store) => {
    for (const { key } of held.pages.filter((row) => !stays(row))) store.delete(key);
    for (const { key, page } of sealed) store.put(page, key);
    meta.put(next, LINE);
  });
  document.body.dataset.packed = told.state;
}

/** Where the last pack is not of just now; one tab at a time. */
export const fetchPack = (box) => navigator.locks.request("rodzina-pack", { ifAvailable: true }, (lock) => lock && refresh(box));
