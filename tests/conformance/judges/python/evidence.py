"""Certificates, revocation data and keys from files."""

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from pyhanko.keys import load_cert_from_pemder, load_certs_from_pemder
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


def time_stamper_of(identity: dict) -> DummyTimeStamper:
    """A time-stamping authority inside this process."""
    signer = signer_of(identity)
    return DummyTimeStamper(
        tsa_cert=signer.signing_cert,
        tsa_key=signer.signing_key,
        certs_to_embed=SimpleCertificateStore.from_certs(list(signer.cert_registry)),
    )
