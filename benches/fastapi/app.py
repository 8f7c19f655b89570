"""The routes of `benches serve`, in FastAPI: no dependency, and verify, require a role, slide."""

import time
from typing import Annotated

import jwt
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Response

SECRET = "0123456789abcdef-fedcba9876543210"
WINDOW = 30 * 60


def sign(claims: dict) -> str:
    return jwt.encode(claims | {"exp": int(time.time()) + WINDOW}, SECRET, algorithm="HS256")


async def verify(authorization: Annotated[str, Header()] = "") -> dict:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise HTTPException(401)
    try:
        return jwt.decode(token, SECRET, algorithms=["HS256"], options={"require": ["exp", "sub"]})
    except jwt.InvalidTokenError as error:
        raise HTTPException(401) from error


async def slide(response: Response, claims: Annotated[dict, Depends(verify)]) -> dict:
    response.headers.setdefault("refreshtoken", sign(claims))
    return claims


async def admin(claims: Annotated[dict, Depends(slide)]) -> None:
    if "admin" not in claims["roles"]:
        raise HTTPException(403)


app = FastAPI()
guarded = APIRouter(dependencies=[Depends(admin)])


@app.get("/public")
async def public() -> str:
    return "done"


@guarded.get("/check")
async def check() -> None:
    return None


app.include_router(guarded)

if __name__ == "__main__":
    print(sign({"sub": "ann", "roles": ["admin"]}))
