from pomost.models.home import HomePage
from pomost.models.worker import Worker

__all__ = ["HomePage", "Worker"]
