def test_look(phone):
    p = phone("assistant")
    p.go("/today")
    p.page.screenshot(path="/tmp/w/shots/try.png", full_page=True)
    print(p.words())
