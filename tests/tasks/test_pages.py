"""The tasks' pages as people see them, on both databases."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from rodzina.db import db, enter_office, utc_now
from rodzina.periods import day_of
from rodzina.tasks.actions import agree_task, decide_task
from rodzina.tasks.models import Task
from rodzina.vocabulary import TaskOwner, TaskStatus, WorkArea
from tests.browsing import Page, Visitor
from tests.cast import (
    BARBARA,
    COLLEAGUES,
    IWONA,
    MARTA,
    MAZUR,
    MAZUR_ANNA,
    OTHER_SUPERVISOR,
    SOCIAL,
    ZALESIE,
)
from tests.counting import statements

DAY = timedelta(days=1)
TODAY = day_of(utc_now())
Visit = Callable[[Any], Visitor]


@pytest.fixture
def task(app: Flask) -> Callable[..., str]:
    """Writes a task and gives its address."""

    def write(
        title: str, family: UUID = MAZUR, status: TaskStatus | None = None, **facts: Any
    ) -> str:
        with app.test_request_context():
            enter_office(ZALESIE)
            made = agree_task(
                MARTA.actor, family, {"title": title, "area": WorkArea.NUTRITION} | facts
            )
            if status:
                decide_task(MARTA.actor, made, status, "powód")
            db.session.commit()
            return f"/families/{family}/tasks/{made.id}"

    return write


def state(app: Flask, address: str) -> Task:
    with app.test_request_context():
        enter_office(ZALESIE)
        return db.session.get_one(Task, (ZALESIE, UUID(address.rpartition("/")[2])))


def heads(page: Page) -> list[str]:
    return ["".join(h.itertext()).strip() for h in page.main.iter("h2")]


def sent_to(page: Page, ending: str) -> str:
    """The whole address of a form, with what stands after the question mark."""
    found = (f.get("action", "") for f in page.all("form"))
    return next(address for address in found if address.partition("?")[0].endswith(ending))


def own(**facts: Any) -> dict[str, Any]:
    return {"owner": TaskOwner.ASSISTANT} | facts


def test_tasks_stand_under_their_terms(visitor: Visit, task: Callable[..., str]) -> None:
    task("Zapytać o świetlicę", **own(due_on=TODAY - 2 * DAY))
    task("Zadzwonić do pedagożki", **own(due_on=TODAY))
    task("Kiedyś", **own())
    task("Odhaczone rano", status=TaskStatus.DONE, **own())
    task("Rodzinne", due_on=TODAY, member_id=MAZUR_ANNA, owner=TaskOwner.MEMBER)
    task("Cudze", family=COLLEAGUES, **own(due_on=TODAY))
    page = visitor(MARTA).get("/tasks")
    assert heads(page) == ["Po terminie", "Dziś", "Później", "Zrobione dziś"]
    assert "Moje (3) Rodzin (1)" in page.words()
    assert "2 dni po terminie" in page.words()
    assert "Rodzinne" not in page.words()
    assert "Cudze" not in page.words()
    page = visitor(MARTA).get("/tasks?whose=families")
    assert heads(page) == ["Dziś"]
    assert "Mazur · Anna · na dziś" in page.words()


def test_a_tap_ticks_and_the_row_comes_back_struck_through(
    app: Flask, visitor: Visit, task: Callable[..., str]
) -> None:
    address = task("Lista zakupów", **own())
    row = f"task-{address.rpartition('/')[2]}"
    marta = visitor(MARTA)
    page = marta.post(f"{address}/tick?next=/tasks", {"done": "1"}, htmx=row)
    assert page.status == 200
    assert page.all("h1") == []
    pressed = next(b for b in page.all("button") if b.get("name") == "done")
    assert pressed.get("aria-pressed") == "true"
    assert "Odhaczone: Lista zakupów" in page.text
    assert "Cofnij" in page.text
    assert state(app, address).status is TaskStatus.DONE
    assert "Zrobione dziś" in marta.get("/tasks").words()
    undo = next(a for a in page.actions() if a.endswith("/untick"))
    page = marta.post(f"{undo}?next=/tasks", htmx=row)
    assert 'aria-pressed="false"' in page.text
    assert "Cofnij" not in page.text
    assert state(app, address).status is TaskStatus.TO_DO


def test_without_script_a_tick_leads_back_with_its_undo(
    app: Flask, visitor: Visit, task: Callable[..., str]
) -> None:
    address = task("Lista zakupów", **own())
    marta = visitor(MARTA)
    back = marta.post(sent_to(marta.get("/tasks"), "/tick"), {"done": "1"})
    assert back.status == 303
    assert back.location == "/tasks"
    shown = marta.follow(back)
    assert "Odhaczone" in shown.words()
    again = marta.post(sent_to(shown, "/untick"))
    assert again.location == "/tasks"
    assert state(app, address).status is TaskStatus.TO_DO


@pytest.mark.parametrize("next_path", ["https://example.org/", "//example.org", "/\\example.org"])
def test_a_tick_never_leads_away(visitor: Visit, task: Callable[..., str], next_path: str) -> None:
    address = task("Lista zakupów")
    page = visitor(MARTA).post(f"{address}/tick", query_string={"next": next_path})
    assert page.location == f"/families/{MAZUR}/tasks"


def test_a_ticked_box_tapped_again_is_to_do(
    app: Flask, visitor: Visit, task: Callable[..., str]
) -> None:
    address = task("Lista zakupów", status=TaskStatus.DONE)
    visitor(MARTA).post(f"{address}/tick", {"done": ""})
    assert state(app, address).status is TaskStatus.TO_DO


def test_a_new_task_names_its_owner_and_term(visitor: Visit) -> None:
    marta = visitor(MARTA)
    page = marta.get(f"/families/{MAZUR}/tasks/new")
    assert "rodzina Anna Piotr Kuba Zosia" in page.words()
    filled = {"title": "Zapisać Zosię do <przedszkola>", "area": "parenting",
              "owner": f"member:{MAZUR_ANNA}", "due_on": str(TODAY + 30 * DAY)}  # fmt: skip
    page = marta.follow(marta.submit(page, "/tasks/new", filled))
    assert "Zapisać Zosię do <przedszkola>" in page.words()
    assert "Anna" in page.words()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": ""}, "Uzupełnij"),
        ({"title": "x" * 201}, "Za długi"),
        ({"area": ""}, "Wybierz obszar"),
        ({"owner": f"member:{uuid4()}"}, "wyb"),
        ({"due_on": (TODAY - DAY).isoformat()}, "już minął"),
        ({"due_on": "jutro"}, "dzień"),
    ],
)
def test_a_refused_task_keeps_what_was_typed(
    visitor: Visit, wrong: dict[str, str], says: str
) -> None:
    marta = visitor(MARTA)
    filled = {"title": "Zeszyt 🧾 wydatków", "area": "budget", "owner": "family"} | wrong
    page = marta.post(f"/families/{MAZUR}/tasks/new", filled)
    assert page.status == 422
    assert page.form("/tasks/new")["title"] == filled["title"]
    part = marta.post(f"/families/{MAZUR}/tasks/new", filled, htmx="task_form")
    assert part.status == 422
    assert part.text.lstrip().startswith("<form")
    if says != "wyb":
        assert says in part.words() + page.words()


def test_a_task_can_be_reworded_and_moved(
    app: Flask, visitor: Visit, task: Callable[..., str]
) -> None:
    address = task("Lista")
    marta = visitor(MARTA)
    page = marta.get(f"{address}/edit")
    held = page.form("/edit")
    assert (held["title"], held["area"], held["owner"]) == ("Lista", "nutrition", "family")
    later = (TODAY + 9 * DAY).isoformat()
    filled = {"title": "Lista zakupów", "owner": "institution", "due_on": later}
    shown = marta.follow(marta.submit(page, "/edit", filled))
    assert "Zadanie zmienione" in shown.words()
    kept = state(app, address)
    assert (kept.due_on, kept.owner) == (TODAY + 9 * DAY, TaskOwner.INSTITUTION)


def test_not_done_needs_a_reason_and_can_be_undone(
    app: Flask, visitor: Visit, task: Callable[..., str]
) -> None:
    address = task("Odebrać zaświadczenie")
    marta = visitor(MARTA)
    page = marta.submit(marta.get(f"{address}/edit"), "/result", {"after": "not_done"})
    assert page.status == 422
    assert "Napisz, co przeszkodziło." in page.words()
    filled = {"after": "not_done", "reason": "Urząd był zamknięty"}
    page = marta.follow(marta.submit(page, "/result", filled))
    assert "Urząd był zamknięty" in page.words()
    assert state(app, address).status is TaskStatus.NOT_DONE
    marta.submit(page, "/untick")
    assert state(app, address).status is TaskStatus.TO_DO


def test_only_partly_and_not_done_are_results_of_this_form(
    app: Flask, visitor: Visit, task: Callable[..., str]
) -> None:
    address = task("Lista")
    page = visitor(MARTA).post(f"{address}/result", {"after": "cancelled", "reason": "x"})
    assert page.status == 422
    assert state(app, address).status is TaskStatus.TO_DO


def test_a_cancelled_task_leaves_with_an_undo(
    app: Flask, visitor: Visit, task: Callable[..., str]
) -> None:
    address = task("Niepotrzebne", **own())
    marta = visitor(MARTA)
    page = marta.follow(marta.submit(marta.get(f"{address}/edit"), "/cancellation"))
    assert "Zadanie odwołane" in page.words()
    assert "Niepotrzebne" not in marta.get("/tasks").words()
    marta.submit(page, "/untick")
    assert state(app, address).status is TaskStatus.TO_DO


def test_a_decided_task_can_be_put_back(
    app: Flask, visitor: Visit, task: Callable[..., str]
) -> None:
    address = task("Lista", status=TaskStatus.PARTLY)
    marta = visitor(MARTA)
    page = marta.get(f"{address}/edit")
    assert "częściowo" in page.words()
    assert "powód" in page.words()
    marta.submit(page, "/untick")
    assert state(app, address).status is TaskStatus.TO_DO


def test_the_supervisor_works_on_tasks_and_the_social_worker_reads_them(
    visitor: Visit, task: Callable[..., str]
) -> None:
    address = task("Lista zakupów")
    page = visitor(SOCIAL).get(f"/families/{MAZUR}/tasks")
    assert "Lista zakupów" in page.words()
    assert not [a for a in page.actions() if "/tasks/" in a]
    assert not [link for link in page.links() if "/tasks/" in link]
    assert visitor(SOCIAL).post(f"{address}/tick").status == 404
    assert visitor(BARBARA).post(f"{address}/tick").status == 303


@pytest.mark.parametrize("player", [IWONA, OTHER_SUPERVISOR])
def test_strangers_find_no_task(
    app: Flask, visitor: Visit, task: Callable[..., str], player: Any
) -> None:
    address = task("Lista")
    stranger = visitor(player)
    for path in (f"{address}/edit", f"/families/{MAZUR}/tasks", f"/families/{MAZUR}/tasks/new"):
        assert stranger.get(path).status == 404
    for path in ("tick", "untick", "result", "cancellation", "edit"):
        assert stranger.post(f"{address}/{path}", {"title": "x"}).status == 404
    through_own = address.replace(str(MAZUR), str(COLLEAGUES))
    assert stranger.post(f"{through_own}/tick").status == 404
    assert state(app, address).status is TaskStatus.TO_DO


def test_five_hundred_tasks_come_in_pages(app: Flask, visitor: Visit) -> None:
    with app.test_request_context():
        enter_office(ZALESIE)
        for n in range(500):
            facts = {"title": f"Zadanie nr {n:03d}.", "area": WorkArea.BUDGET}
            facts |= {"due_on": TODAY + n * DAY, "owner": TaskOwner.ASSISTANT}
            agree_task(MARTA.actor, MAZUR, facts)
        db.session.commit()
    marta = visitor(MARTA)
    for first in ("/tasks", f"/families/{MAZUR}/tasks"):
        with statements(app) as seen:
            page = marta.get(first)
        assert len(seen) <= 12, seen
        assert "Pokaż jeszcze 460 zadań" in page.words()
        packed = marta.client.get(first, headers={"Accept-Encoding": "br"})
        assert len(packed.data) <= 14 * 1024
        more = next(link for link in page.links() if "from=40" in link)
        page = marta.get(more)
        assert "Zadanie nr 040." in page.words()
        assert "Zadanie nr 039." not in page.words()
        assert "Pokaż wcześniejsze" in page.words()


def test_an_empty_page_says_where_tasks_come_from(visitor: Visit) -> None:
    page = visitor(IWONA).get("/tasks")
    assert "Nic tu nie czeka" in page.words()
    assert visitor(IWONA).get(f"/families/{COLLEAGUES}/tasks?from=-5").status == 200
    assert visitor(IWONA).get("/tasks?from=99999999999999999999&whose=x").status == 200
