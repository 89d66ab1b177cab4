"""The closed set of files a page may use; every other address stops the rendering."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

__all__ = ["closed_fetcher"]


def closed_fetcher(assets: Mapping[str, tuple[bytes, str]] | None = None) -> Any:
    """Give a WeasyPrint fetcher that serves `asset:/name`, and refuses the network, the disk and everything else.

    The engine must have been loaded before, with our fonts; this does not load it.

    Args:
        assets: Content and media type by name.
    """
    return _fetcher_class()(dict(assets or {}))


@lru_cache(maxsize=1)
def _fetcher_class() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class ClosedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no annotations
        def __init__(self, assets: Mapping[str, tuple[bytes, str]]) -> None:
            super().__init__(allowed_protocols=("asset",), allow_redirects=False, fail_on_errors=True)
            self.assets = assets

        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix("asset:/")
            if name == url or name not in self.assets:
                raise ValueError(f'the address "{url[:60]}" is not allowed')
            body, media_type = self.assets[name]
            return URLFetcherResponse(url, body, {"Content-Type": media_type})

    return ClosedFetcher
