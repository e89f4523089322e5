"""Signs and verifies files with pyHanko, one at a time, as ordered by lines of JSON; answers wall and processor time.

Everything that can be kept from one file to the next is kept: sessions of the token, connections, parsed anchors.
"""

import asyncio
import io
import json
import resource
import sys
import time

from pyhanko.keys import load_cert_from_pemder, load_certs_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers.cms_embedder import SigAppearanceSetup
from pyhanko.sign.validation import ades, policy_decl
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.policy_decl import (
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
    FreshnessReqType,
)
from pyhanko_certvalidator.registry import SimpleTrustManager

# The appearance was authored before; neither side draws one when it signs.
SigAppearanceSetup.apply = lambda self, sig_annot, writer: None


class Peer:
    def __init__(self, settings):
        self.root = load_cert_from_pemder(settings['root'])
        self.settings = settings
        self.signers = {}
        if 'module' in settings:
            session = open_pkcs11_session(
                settings['module'],
                token_criteria=TokenCriteria(label=settings['token']),
                user_pin=settings['pin'],
            )
            for name, chain in settings['keys'].items():
                own, *others = list(load_certs_from_pemder([chain]))
                self.signers[name] = PKCS11Signer(
                    session,
                    signing_cert=own,
                    ca_chain=others,
                    key_label=name,
                    # SoftHSM hashes for RSA only.
                    use_raw_mechanism=True,
                )
        self.timestamper = timestamps.HTTPTimeStamper(settings['tsaUrl'])
        self.fetchers = AIOHttpFetcherBackend()

    def context(self):
        # Answers about revocation are asked for anew for every file, as in our own signing.
        return ValidationContext(
            trust_roots=[self.root],
            allow_fetching=True,
            fetcher_backend=self.fetchers,
            revocation_mode='require',
        )

    async def sign(self, source, signatures):
        pdf = source
        for i, (field, key) in enumerate(signatures):
            is_last = i == len(signatures) - 1
            metadata = signers.PdfSignatureMetadata(
                field_name=field,
                md_algorithm='sha256',
                subfilter=fields.SigSeedSubFilter.PADES,
                validation_context=self.context(),
                embed_validation_info=True,
                use_pades_lta=is_last,
                certify=i == 0,
                docmdp_permissions=fields.MDPPerm.NO_CHANGES
                if is_last
                else fields.MDPPerm.FILL_FORMS,
            )
            signer = signers.PdfSigner(metadata, self.signers[key], timestamper=self.timestamper)
            writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
            output = await signer.async_sign_pdf(writer, existing_fields_only=True, in_place=False)
            pdf = output.getbuffer()
        return pdf

    async def verify(self, source):
        """What `pyhanko sign adesverify` does, without a network."""
        trust = CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build([self.root]),
            revinfo_policy=CertRevTrustPolicy(
                REQUIRE_REVINFO,
                freshness=None,
                freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
            ),
        )
        policy = policy_decl.PdfSignatureValidationSpec(
            signature_validation_spec=policy_decl.SignatureValidationSpec(
                cert_validation_policy=trust,
                revinfo_gathering_policy=policy_decl.RevocationInfoGatheringSpec(
                    online_fetching_rule=policy_decl.RevinfoOnlineFetchingRule.LOCAL_ONLY,
                    fetcher_backend=self.fetchers,
                ),
            ),
            diff_policy=DEFAULT_DIFF_POLICY,
        )
        reader = PdfFileReader(io.BytesIO(source))
        results = [
            await ades.ades_lta_validation(signature, policy)
            for signature in reader.embedded_regular_signatures
        ]
        return [result.ades_subindic == AdESPassed.OK for result in results]


def cpu_ms():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (used.ru_utime + used.ru_stime) * 1000


async def main():
    peer = Peer(json.loads(sys.argv[1]))
    print(json.dumps({'ready': True}), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        with open(order['source'], 'rb') as file:
            source = file.read()
        cpu, begun = cpu_ms(), time.perf_counter()
        answer = {}
        if order['act'] == 'sign':
            signed = await peer.sign(source, order['signatures'])
            answer['sizeBytes'] = len(signed)
        else:
            passed = await peer.verify(source)
            answer['signatures'] = len(passed)
            answer['isPassed'] = len(passed) > 0 and all(passed)
        answer['wallMs'] = (time.perf_counter() - begun) * 1000
        answer['cpuMs'] = cpu_ms() - cpu
        answer['peakMb'] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if order['act'] == 'sign' and order.get('target'):
            with open(order['target'], 'wb') as file:
                file.write(signed)
        print(json.dumps(answer), flush=True)


asyncio.run(main())
