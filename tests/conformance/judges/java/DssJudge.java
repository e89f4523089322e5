import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.europa.esig.dss.jaxb.object.Message;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.pades.validation.PDFDocumentValidator;
import eu.europa.esig.dss.pdf.modifications.DefaultPdfDifferencesFinder;
import eu.europa.esig.dss.pdf.pdfbox.PdfBoxDefaultObjectFactory;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.validation.CertificateVerifier;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.util.List;

/** Validates a PDF with EU DSS under its default policy. */
final class DssJudge {
    private final CertificateVerifier verifier;

    DssJudge(JsonNode request) {
        verifier = DssSetting.verifierOf(request);
    }

    ObjectNode validate(JsonNode request) {
        SignedDocumentValidator validator =
                SignedDocumentValidator.fromDocument(new FileDocument(request.get("file").asText()));
        validator.setCertificateVerifier(verifier);
        if (validator instanceof PDFDocumentValidator) {
            // Pages as pictures take most of the time, and DSS hides a field of the signed revision in the later one
            // because it has a value now, so that every visible second signature looks like a difference to it.
            DefaultPdfDifferencesFinder differences = new DefaultPdfDifferencesFinder();
            differences.setMaximalPagesAmountForVisualComparison(0);
            PdfBoxDefaultObjectFactory factory = new PdfBoxDefaultObjectFactory();
            factory.setPdfDifferencesFinder(differences);
            ((PDFDocumentValidator) validator).setPdfObjFactory(factory);
        }
        SimpleReport report = validator.validateDocument().getSimpleReport();
        ObjectNode answer = Main.JSON.createObjectNode();
        ArrayNode signatures = answer.putArray("signatures");
        for (String id : report.getSignatureIdList()) {
            ObjectNode signature = signatures.addObject();
            signature.put("indication", String.valueOf(report.getIndication(id)));
            if (report.getSubIndication(id) != null)
                signature.put("subIndication", report.getSubIndication(id).toString());
            signature.put("level", String.valueOf(report.getSignatureFormat(id)));
            signature.put("signedBy", report.getSignedBy(id));
            put(signature.putArray("errors"), report.getAdESValidationErrors(id));
            put(signature.putArray("warnings"), report.getAdESValidationWarnings(id));
        }
        return answer;
    }

    private static void put(ArrayNode into, List<Message> messages) {
        for (Message message : messages) into.add(message.getValue());
    }
}
