import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.util.Set;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Checks a PDF against a profile of veraPDF: `2u`, `ua1`. */
final class VeraPdfJudge {
    static {
        VeraGreenfieldFoundryProvider.initialise();
    }

    private VeraPdfJudge() {}

    static ObjectNode validate(JsonNode request) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(request.get("flavour").asText());
        try (PDFAParser parser =
                        Foundries.defaultInstance().createParser(new File(request.get("file").asText()), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            Set<String> failed = new TreeSet<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() != TestAssertion.Status.FAILED) continue;
                failed.add(assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber() + " "
                        + assertion.getMessage());
            }
            ObjectNode answer = Main.JSON.createObjectNode();
            answer.put("isCompliant", result.isCompliant());
            answer.put("checks", result.getTotalAssertions());
            ArrayNode list = answer.putArray("failed");
            failed.forEach(list::add);
            return answer;
        }
    }
}
