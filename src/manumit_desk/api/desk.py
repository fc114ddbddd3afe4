"""The API of the desk: each room's router under its name."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from manumit_desk.api.bearer import Bearer, PerMember
from manumit_desk.api.errors import TextParser, answer_errors
from manumit_desk.cases.api import router as cases
from manumit_desk.registry.api import router as hits
from manumit_desk.registry.api import search_router as search
from manumit_desk.tips.api import router as tips

NO = {
    400: "The body is no JSON, or no text",
    401: "No live token",
    403: "Not allowed; the detail says why",
    404: "Nothing here that the token may see",
    422: "Some fields cannot be used; the fields say why",
    429: "Too many calls",
}
PROBLEM = {
    "type": "object",
    "required": ["detail"],
    "properties": {
        "detail": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
}


class DeskAPI(NinjaAPI):
    """Describes with each call how it may be refused; that is the same for all of them."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, said in NO.items():
                    content = {"application/json": {"schema": PROBLEM}}
                    operation["responses"].setdefault(status, {"description": said, "content": content})
        return schema


API = DeskAPI(
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
for name, router in {"tips": tips, "cases": cases, "hits": hits, "search": search}.items():
    API.add_router(f"/{name}/", router)
