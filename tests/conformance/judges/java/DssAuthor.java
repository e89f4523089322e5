import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.europa.esig.dss.enumerations.CertificationPermission;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.EncryptionAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.ToBeSigned;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.spi.x509.tsp.KeyEntityTSPSource;
import java.io.FileInputStream;
import java.io.InputStream;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Signs and extends PDFs with EU DSS, with keys from PKCS#12 files and a time-stamping authority of its own. */
final class DssAuthor {
    private final PAdESService service;

    DssAuthor(JsonNode request) throws Exception {
        service = new PAdESService(DssSetting.verifierOf(request));
        Identity stamping = new Identity(request.get("tsa"));
        KeyEntityTSPSource source = new KeyEntityTSPSource(stamping.key, stamping.chain.get(0).getCertificate(),
                stamping.chain.stream().map(CertificateToken::getCertificate).toList());
        source.setTsaPolicy("1.2.3.4");
        service.setTspSource(source);
    }

    ObjectNode sign(JsonNode request) throws Exception {
        Identity signer = new Identity(request.get("signer"));
        PAdESSignatureParameters parameters = new PAdESSignatureParameters();
        parameters.setSignatureLevel(SignatureLevel.valueByName(request.get("level").asText()));
        parameters.setSigningCertificate(signer.chain.get(0));
        parameters.setCertificateChain(signer.chain);
        parameters.setDigestAlgorithm(DigestAlgorithm.forName(request.path("digest").asText("SHA256")));
        if (request.path("pss").asBoolean()) parameters.setEncryptionAlgorithm(EncryptionAlgorithm.RSASSA_PSS);
        if (request.has("field")) parameters.getImageParameters().getFieldParameters()
                .setFieldId(request.get("field").asText());
        if (request.has("permission"))
            parameters.setPermission(CertificationPermission.fromCode(request.get("permission").asInt()));
        DSSDocument document = new FileDocument(request.get("file").asText());
        ToBeSigned data = service.getDataToSign(document, parameters);
        SignatureAlgorithm algorithm = parameters.getSignatureAlgorithm();
        Signature engine = Signature.getInstance(algorithm.getJCEId(), new org.bouncycastle.jce.provider.BouncyCastleProvider());
        engine.initSign(signer.key);
        engine.update(data.getBytes());
        return save(service.signDocument(document, parameters, new SignatureValue(algorithm, engine.sign())), request);
    }

    ObjectNode extend(JsonNode request) throws Exception {
        PAdESSignatureParameters parameters = new PAdESSignatureParameters();
        parameters.setSignatureLevel(SignatureLevel.valueByName(request.get("level").asText()));
        return save(service.extendDocument(new FileDocument(request.get("file").asText()), parameters), request);
    }

    private static ObjectNode save(DSSDocument document, JsonNode request) throws Exception {
        document.save(request.get("target").asText());
        return Main.JSON.createObjectNode().put("saved", true);
    }

    private static final class Identity {
        final PrivateKey key;
        final List<CertificateToken> chain = new ArrayList<>();

        Identity(JsonNode from) throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            char[] password = from.get("password").asText().toCharArray();
            try (InputStream file = new FileInputStream(from.get("pkcs12").asText())) {
                store.load(file, password);
            }
            String alias = null;
            for (String candidate : java.util.Collections.list(store.aliases()))
                if (store.isKeyEntry(candidate)) alias = candidate;
            key = (PrivateKey) store.getKey(alias, password);
            for (Certificate certificate : store.getCertificateChain(alias))
                chain.add(new CertificateToken((X509Certificate) certificate));
        }
    }
}
