import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/** Runs one node with the settings given as arguments, {@code key=value}, until standard input ends. */
public class StartElasticsearch {
    public static void main(String[] arguments) throws Exception {
        LogConfigurator.configureESLogging();
        Map<String, String> given = Arrays.stream(arguments)
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        Path config = Path.of(given.get("path.home"), "config");
        var environment = InternalSettingsPreparer.prepareEnvironment(Settings.EMPTY, given, config, () -> "test");
        var plugins = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(environment.modulesDir()),
            PluginsLoader.loadPluginsBundles(environment.pluginsDir()),
            Map.of());
        new Node(environment, plugins).start();
        while (System.in.read() >= 0) {}
        Runtime.getRuntime().halt(0);
    }
}
