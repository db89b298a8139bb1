"""The services that blocks need or want by name. Each is made for one block when it asks.

XBlock defines ``user`` and ``i18n``; the others have no definition but Open edX's, which published blocks rely on.
"""

import gettext
import hashlib
import importlib.util
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import get_language, to_locale
from xblock.completable import XBlockCompletionMode
from xblock.core import XBlock
from xblock.exceptions import DisallowedFileError
from xblock.reference.user_service import UserService, XBlockUser
from xblock.runtime import NullI18nService

from courses.activities.runtime.completion import completes_when_seen
from people.models import User

if TYPE_CHECKING:
    from courses.activities.runtime.runtime import PomostRuntime

ANONYMOUS_SALT = "courses.activities.anonymous_user_id"
LOCALE_FOLDERS = ("translations", "locale", "conf/locale")
CATALOGUES = ("text", "django")
DATE_FORMATS = {
    "SHORT_DATE": "SHORT_DATE_FORMAT",
    "LONG_DATE": "DATE_FORMAT",
    "TIME": "TIME_FORMAT",
    "DATE_TIME": "DATETIME_FORMAT",
}


def anonymous_user_id(user_id: int) -> str:
    """A user's id in blocks that must not know the account: the same in the whole site, told by nothing else."""
    return salted_hmac(ANONYMOUS_SALT, str(user_id)).hexdigest()[:32]


def _class_of(block: XBlock) -> type[XBlock]:
    """The class that a package has: that of the object is made of it by the runtime, and stands in no package."""
    return getattr(block, "unmixed_class", type(block))


class BlockUserService(UserService):
    """The user that a block runs for. E-mail addresses are kept from blocks, which are not the site's own code."""

    def __init__(self, runtime: "PomostRuntime") -> None:
        super().__init__(runtime=runtime)
        self._user_id, self._staff = runtime.learner_id, runtime.user_is_staff

    def get_current_user(self) -> XBlockUser:
        user = User.objects.filter(pk=self._user_id).first() if self._user_id is not None else None
        found = XBlockUser(is_current_user=True, full_name=user.display_name if user else None)
        anonymous = anonymous_user_id(user.pk) if user else ""
        found.display_name = found.full_name
        found.opt_attrs = {
            "edx-platform.is_authenticated": user is not None,
            "edx-platform.user_id": self._user_id,
            "edx-platform.anonymous_user_id": anonymous,
            "edx-platform.deprecated_anonymous_user_id": anonymous,
            "edx-platform.username": anonymous,
            "edx-platform.user_is_staff": self._staff,
            "edx-platform.user_is_beta_tester": False,
            "edx-platform.user_is_global_staff": False,
            "edx-platform.user_role": "instructor" if self._staff else "student",
        }
        return found

    def get_user_by_anonymous_id(self, uid: str | None = None) -> User | None:
        """The current user, if it is theirs; a block learns nothing of others."""
        if self._user_id is None or uid not in (None, anonymous_user_id(self._user_id)):
            return None
        return User.objects.filter(pk=self._user_id).first()


class BlockI18nService(NullI18nService):
    """The texts of a block's package in the language of the page, and dates in its format."""

    def __init__(self, runtime: "PomostRuntime", block: XBlock) -> None:
        super().__init__()
        self._runtime = runtime
        if language := get_language():
            self._translations = _translations(_class_of(block).__module__.partition(".")[0], to_locale(language))

    def get_javascript_i18n_catalog_url(self, block: XBlock) -> str | None:
        """The URL of the catalogue that the scripts of the block's package have for the language, if it has one."""
        catalogue = f"{block.get_public_dir()}/js/translations/{to_locale(get_language() or 'en')}/text.js"
        try:
            _class_of(block).open_local_resource(catalogue).close()
        except (DisallowedFileError, OSError):
            return None
        return self._runtime.local_resource_url(block, catalogue)

    def strftime(self, dtime: Any, format: str) -> str:  # noqa: A002 - the name is the service's
        if name := DATE_FORMATS.get(format.removesuffix("_FORMAT")):
            return date_format(dtime, name)
        return str(dtime.strftime(format))


@lru_cache(maxsize=256)
def _translations(package: str, locale: str) -> gettext.NullTranslations:
    found = importlib.util.find_spec(package)
    for root in (found.submodule_search_locations or ()) if found else ():
        for folder in LOCALE_FOLDERS:
            for domain in CATALOGUES:
                if gettext.find(domain, Path(root, folder), [locale]):
                    return gettext.translation(domain, Path(root, folder), [locale])
    return gettext.NullTranslations()


class SettingsService:
    """What the operator sets for blocks: ``POMOST_XBLOCK_SETTINGS``, by the block's key or the name of its class."""

    def get_settings_bucket(self, block: XBlock, default: Any = None) -> Any:
        """Raises ``ValueError`` without a block."""
        if not block:
            raise ValueError("A block is needed.")
        name = getattr(block, "block_settings_key", _class_of(block).__name__)
        return settings.POMOST_XBLOCK_SETTINGS.get(name, {} if default is None else default)


class ReplaceUrlsService:
    """Leaves URLs as they are: there are no course files to which a short form would lead."""

    def replace_urls(self, text: str, static_replace_only: bool = False) -> str:
        return text


class CompletionService:
    """What the learner has completed in this activity."""

    def __init__(self, runtime: "PomostRuntime") -> None:
        self._activity, self._store = runtime.activity, runtime.store

    def completion_tracking_enabled(self) -> bool:
        return True

    def get_completions(self, candidates: Iterable[str]) -> dict[str, float]:
        """The completion, 0 to 1, of each of these blocks."""
        return {block: self._store.completions.get((self._activity, str(block)), 0.0) for block in candidates}

    def can_mark_block_complete_on_view(self, block: XBlock) -> bool:
        return completes_when_seen(type(block))

    def get_complete_on_view_delay_ms(self) -> int:
        return 0

    def is_aggregator(self, block: XBlock) -> bool:
        return bool(XBlockCompletionMode.get_mode(type(block)) == XBlockCompletionMode.AGGREGATOR)


class CacheService:
    """Django's cache under names of the block type, so that no block reads what is not its own."""

    def __init__(self, block: XBlock) -> None:
        self._prefix = f"xblock:{block.scope_ids.block_type}:"

    def get(self, key: str, default: Any = None) -> Any:
        return cache.get(self._key(key), default)

    def set(self, key: str, value: Any, timeout: int | None = 300) -> None:
        cache.set(self._key(key), value, timeout)

    def delete(self, key: str) -> None:
        cache.delete(self._key(key))

    def _key(self, key: str) -> str:
        # Blocks name things as they like, and a cache takes no spaces and no long names.
        return self._prefix + hashlib.sha256(key.encode()).hexdigest()


class PublishService:
    """Publishes events; the same as ``runtime.publish``."""

    def __init__(self, runtime: "PomostRuntime") -> None:
        self.publish = runtime.publish


SERVICES: Final[dict[str, Callable[["PomostRuntime", XBlock], Any]]] = {
    "user": lambda runtime, _block: BlockUserService(runtime),
    "i18n": lambda runtime, block: BlockI18nService(runtime, block),
    "settings": lambda _runtime, _block: SettingsService(),
    "replace_urls": lambda _runtime, _block: ReplaceUrlsService(),
    "completion": lambda runtime, _block: CompletionService(runtime),
    "cache": lambda _runtime, block: CacheService(block),
    "publish": lambda runtime, _block: PublishService(runtime),
}
