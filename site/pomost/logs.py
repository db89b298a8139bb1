"""Logs as JSON lines, each with the id of the request it belongs to."""

import logging
from contextvars import ContextVar

import orjson
import structlog

request_id: ContextVar[str] = ContextVar("request_id", default="")


def add_request_id(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Adds ``request_id`` while a request is being answered."""
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
    """Sends what structlog is told through the standard library's logging, so that all lines leave by one way."""
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
    """The formatter of every handler: library logs and ours leave as the same JSON lines."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_dumps),
        ],
    )
