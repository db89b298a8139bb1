"""How the two engines differ."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Kind:
    """An engine: where its sources are, how Java starts it, how its settings are called."""

    name: str
    launcher: str
    """The class with ``main``, in ``sources``."""
    java_options: tuple[str, ...]
    """Options of Java, with ``{parts}`` for the folder of the fetched parts."""
    discovery: str
    """The discovery type of a node that is one of several."""
    first_manager: str
    """The setting that names the nodes which form a new cluster."""

    @property
    def sources(self) -> Path:
        """The folder of ``pom.xml``, of the launcher and of the files that the fetched parts lack."""
        return FOLDER / self.name


ELASTICSEARCH = Kind(
    name="elasticsearch",
    launcher="StartElasticsearch",
    java_options=(
        "--module-path={parts}/lib",
        "--add-modules=ALL-MODULE-PATH",
        "--enable-native-access=org.elasticsearch.nativeaccess,org.apache.lucene.core",
        "--class-path={parts}/launcher.jar",
    ),
    discovery="multi-node",
    first_manager="cluster.initial_master_nodes",
)
OPENSEARCH = Kind(
    name="opensearch",
    launcher="StartOpenSearch",
    java_options=("--enable-native-access=ALL-UNNAMED", "--class-path={parts}/launcher.jar:{parts}/lib/*"),
    discovery="zen",
    first_manager="cluster.initial_cluster_manager_nodes",
)
