import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers one request a line (JSON) with one line (JSON), until its input ends: the machine starts once for many files. */
public final class Main {
    public static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        refuseNetwork();
        // Libraries that print must not get between the answers.
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            ObjectNode answer;
            try {
                answer = answer(JSON.readTree(line));
            } catch (Throwable failure) {
                answer = JSON.createObjectNode().put("error", describe(failure));
            }
            answers.println(JSON.writeValueAsString(answer));
        }
    }

    private static ObjectNode answer(JsonNode request) throws Exception {
        switch (request.get("do").asText()) {
            case "validate":
                return new DssJudge(request).validate(request);
            case "sign":
                return new DssAuthor(request).sign(request);
            case "extend":
                return new DssAuthor(request).extend(request);
            case "verapdf":
                return VeraPdfJudge.validate(request);
            default:
                throw new IllegalArgumentException("unknown request");
        }
    }

    private static String describe(Throwable failure) {
        StringBuilder words = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (words.length() > 0) words.append(": ");
            words.append(cause.getClass().getSimpleName()).append(' ').append(cause.getMessage());
        }
        return words.toString();
    }

    /** A judge that could ask somebody would not judge the file alone. */
    @SuppressWarnings("deprecation")
    private static void refuseNetwork() throws Exception {
        Socket.setSocketImplFactory(() -> {
            throw new SecurityException("judges have no network");
        });
    }
}
