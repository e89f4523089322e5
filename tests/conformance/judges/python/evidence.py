"""Certificates, revocation data and keys from files."""

from asn1crypto import algos, cms
from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.keys import load_cert_from_pemder, load_certs_from_pemder
from pyhanko.sign.general import as_signing_certificate_v2, get_pyca_cryptography_hash, simple_cms_attribute
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore


def read(path: str) -> bytes:
    with open(path, 'rb') as file:
        return file.read()


def anchors_of(request: dict) -> list:
    return [load_cert_from_pemder(path) for path in request.get('trust', [])]


def certificates_of(request: dict) -> list:
    return list(load_certs_from_pemder(request.get('certs', [])))


def crls_of(request: dict) -> list:
    return [asn1_crl.CertificateList.load(read(path)) for path in request.get('crls', [])]


def ocsps_of(request: dict) -> list:
    return [asn1_ocsp.OCSPResponse.load(read(path)) for path in request.get('ocsps', [])]


def signer_of(identity: dict, prefer_pss: bool = False) -> SimpleSigner:
    signer = SimpleSigner.load_pkcs12(
        identity['pkcs12'], passphrase=identity['password'].encode(), prefer_pss=prefer_pss
    )
    if signer is None:
        raise ValueError('the PKCS#12 file cannot be opened')
    return signer


class EllipticTimeStamper(DummyTimeStamper):
    """pyHanko's own authority for tests knows RSA only, and the first kind of signing-certificate attribute."""

    def _sign_tst_info(self, tst_info_data, md_algorithm, dt):
        digest = hashes.Hash(get_pyca_cryptography_hash(md_algorithm))
        digest.update(tst_info_data)
        attributes = cms.CMSAttributes([
            simple_cms_attribute('content_type', 'tst_info'),
            simple_cms_attribute('signing_certificate_v2', as_signing_certificate_v2(self.tsa_cert)),
            simple_cms_attribute('message_digest', digest.finalize()),
        ])
        key = load_der_private_key(self.tsa_key.dump(), password=None)
        return key.sign(attributes.dump(), ECDSA(get_pyca_cryptography_hash(md_algorithm))), attributes

    def _build_signed_data(self, tst_info_data, md_algorithm, signature, signed_attrs):
        data = super()._build_signed_data(tst_info_data, md_algorithm, signature, signed_attrs)
        data['signer_infos'][0]['signature_algorithm'] = algos.SignedDigestAlgorithm(
            {'algorithm': f'{md_algorithm}_ecdsa'}
        )
        return data


def time_stamper_of(identity: dict) -> EllipticTimeStamper:
    """A time-stamping authority inside this process."""
    signer = signer_of(identity)
    return EllipticTimeStamper(
        tsa_cert=signer.signing_cert,
        tsa_key=signer.signing_key,
        certs_to_embed=SimpleCertificateStore.from_certs(list(signer.cert_registry)),
    )
