"""The API of the desk: each room's router under its name."""

from ninja import NinjaAPI

from manumit_desk.api.bearer import Bearer, PerMember
from manumit_desk.api.errors import TextParser, answer_errors
from manumit_desk.tips.api import router as tips

API = NinjaAPI(
    title="Manumit",
    version="1",
    description="What a token may see and do is what its maker may, within the handling codes of the token. "
    "What is not yours and what is not there answer alike, with 404.",
    urls_namespace="api",
    docs_url=None,  # ninja's page takes scripts from elsewhere; ours is `guide`
    auth=Bearer(),
    throttle=PerMember(),
    parser=TextParser(),
)
answer_errors(API)
for name, router in {"tips": tips}.items():
    API.add_router(f"/{name}/", router)
