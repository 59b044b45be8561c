from tests.cast import *


def test_boot(visitor, app):
    v = visitor()
    page = v.get("/sign-in")
    assert page.status == 200
    page = v.submit(page, "/sign-in", {"email": "x@y.pl", "password": "nope"})
    assert page.status == 422
    m = visitor(MARTA)
    print(m.get("/").location)


def test_working(working):
    from rodzina.families.queries import rows_for

    a = working(MARTA)
    assert [r.surname for r in rows_for(a)] == ["Kovalenko", "Lis", "Mazur"]
