import com.fasterxml.jackson.databind.JsonNode;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CertificateVerifier;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** What DSS may believe: anchors and revocation lists from files, nothing fetched. */
final class DssSetting {
    private DssSetting() {}

    static CertificateVerifier verifierOf(JsonNode request) {
        CommonTrustedCertificateSource anchors = new CommonTrustedCertificateSource();
        for (JsonNode path : request.path("trust")) anchors.addCertificate(certificate(path.asText()));
        CommonCertificateVerifier verifier = new CommonCertificateVerifier(true);
        verifier.setTrustedCertSources(anchors);
        verifier.setAIASource(null);
        List<String> lists = new ArrayList<>();
        for (JsonNode path : request.path("crls")) lists.add(path.asText());
        if (!lists.isEmpty()) {
            verifier.setCrlSource(new ExternalResourcesCRLSource(
                    lists.stream().map(eu.europa.esig.dss.model.FileDocument::new)
                            .toArray(eu.europa.esig.dss.model.DSSDocument[]::new)));
        }
        return verifier;
    }

    static CertificateToken certificate(String path) {
        return DSSUtils.loadCertificate(new File(path));
    }
}
