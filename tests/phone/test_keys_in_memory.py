"""No key of an open box lies in the browser's store, and looking for one would find it."""

from tests.phone.boxes import boxed
from tests.phone.devices import PhoneMaker

KEYS = """async () => {
  const held = (value) => value instanceof CryptoKey || (value instanceof Object
    && !ArrayBuffer.isView(value) && Object.values(value).some(held));
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => {
      indexedDB.open(name).onsuccess = ({ target }) => done(target.result);
    });
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((done) => {
        db.transaction(store).objectStore(store).getAll().onsuccess =
          ({ target }) => done(target.result);
      });
      found.push(...rows.map((row) => [name, held(row)]));
    }
    db.close();
  }
  return found;
}"""
PLANT = """() => new Promise(async (done) => {
  const uses = ["encrypt", "decrypt"];
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, uses);
  const opening = indexedDB.open("planted", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("rows", { autoIncrement: true });
  opening.onsuccess = () => {
    const deal = opening.result.transaction("rows", "readwrite");
    deal.objectStore("rows").add({ deep: [{ key }] });
    deal.oncomplete = () => { opening.result.close(); done(); };
  };
})"""


def test_no_key_lies_in_the_store_of_an_open_box(phone: PhoneMaker) -> None:
    marta = boxed(phone)
    page = marta.go("/today")
    found = page.evaluate(KEYS)
    assert len(found) > 3, "nothing was looked at"
    assert not [name for name, is_key in found if is_key]
    page.evaluate(PLANT)
    assert [name for name, is_key in page.evaluate(KEYS) if is_key] == ["planted"]
