import os
os.environ["PROBES"]="full"
import pytest
from rodzina.vocabulary import Role
from tests.house.test_hostile import HOSTILE, spoilt, count
from tests.house.tally import counted as counted
from tests.house.conftest import *  # noqa
MINE=("families.","consents.","courts.","desk.search")
@pytest.mark.parametrize("role",[Role.ASSISTANT,Role.SUPERVISOR,Role.SOCIAL_WORKER])
def test_mine(counted, role):
    for form in counted.forms(role):
        name=counted.endpoint(form.path)
        if not any(m in name for m in MINE): continue
        for hostile in HOSTILE:
            for fields in spoilt(form, hostile):
                answer=counted.send(role, form.action, fields)
                count(counted, answer, f"{role} {name} {hostile[:30]!r} {[f for f in fields if f[1]==hostile][:1]}"[:200])
                if answer.status_code<400: counted.restore()
