"""Logs as JSON lines, each with the id of its request, with secrets in URLs masked."""

import logging
import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any

import orjson
import structlog

request_id: ContextVar[str] = ContextVar("request_id", default="")

# Possession of these URLs lets anybody act for a user: set a password, confirm an address, join a group, begin and end
# e-mails to them, consent for their child; or read somebody's checklist, learning plan or a draft;
# or work in an activity for a few hours.
_SECRET_PATHS = re.compile(
    r"(/(?:password/reset/key|confirm-email|zaproszenia|powiadomienia|konto/opiekun|wymogi/lista|sprawdzenie"
    r"|moja-nauka/plan|_aktywnosci|zmiany/\w+)/)[^/\s?#\"']+"
)

_last_write_failed = False


def without_secrets(text: str) -> str:
    """``text`` with the keys in URLs of the site replaced by ``***``."""
    return _SECRET_PATHS.sub(r"\1***", text) if "/" in text else text


def write_line(write: Callable[[bytes], Any], event: Mapping[str, Any]) -> None:
    """Writes one JSON line. An error in writing (a full disk, a closed pipe) does not fail the request."""
    global _last_write_failed
    try:
        write(orjson.dumps(event) + b"\n")
    except OSError:
        _last_write_failed = True
    else:
        _last_write_failed = False


def is_written() -> bool:
    """Whether the last line of the request log could be written."""
    return not _last_write_failed


def mask_secrets(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Masks keys in all values of a log entry, because Django logs the path of each failed request."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = without_secrets(value)
    return event


def add_request_id(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Adds ``request_id`` during a request."""
    if current := request_id.get():
        event["request_id"] = current
    return event


def _dumps(event: structlog.typing.EventDict, **_options: object) -> str:
    return orjson.dumps(event, default=str).decode()


_SHARED: list[structlog.typing.Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
    add_request_id,
]


def configure() -> None:
    """Configures structlog to log through the standard library, so that all lines have the same handlers."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def json_formatter() -> logging.Formatter:
    """The formatter of every handler: logs of libraries and of the project have the same JSON format."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            mask_secrets,
            structlog.processors.JSONRenderer(serializer=_dumps),
        ],
    )
