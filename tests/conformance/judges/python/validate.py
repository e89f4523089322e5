"""What `pyhanko sign adesverify` does, for many files in one process, and with the findings told apart."""

import asyncio
from datetime import datetime

from pyhanko.pdf_utils.crypt import AuthStatus, StandardSecurityHandler
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESStatus
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy, FreshnessReqType
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

import evidence


def specification_of(request: dict) -> PdfSignatureValidationSpec:
    """As the command does: revocation data is required, none is fetched, later changes are analysed."""
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=evidence.anchors_of(request)),
        revinfo_policy=CertRevTrustPolicy(
            REQUIRE_REVINFO,
            freshness=None,
            freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
        ),
    )
    knowledge = LocalKnowledge(
        known_certs=evidence.certificates_of(request),
        known_crls=[CRLContainer(crl) for crl in evidence.crls_of(request)],
        known_ocsps=[
            container
            for response in evidence.ocsps_of(request)
            for container in OCSPContainer.load_multi(response)
        ],
    )
    return PdfSignatureValidationSpec(
        signature_validation_spec=SignatureValidationSpec(
            cert_validation_policy=policy,
            local_knowledge=knowledge,
            revinfo_gathering_policy=RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
        ),
        diff_policy=DEFAULT_DIFF_POLICY,
    )


def validate(request: dict) -> dict:
    at = request.get('at')
    if at is None:
        timing = ValidationTimingInfo.now()
    else:
        moment = datetime.fromisoformat(at)
        timing = ValidationTimingInfo(moment, moment, point_in_time_validation=True)
    specification = specification_of(request)
    with open(request['file'], 'rb') as file:
        reader = PdfFileReader(file, strict=True)
        if isinstance(reader.security_handler, StandardSecurityHandler):
            if reader.decrypt('').status == AuthStatus.FAILED:
                raise ValueError('a password is needed')
        signatures = [
            judge(signature, specification, timing)
            for signature in reader.embedded_regular_signatures
        ]
        stamps = [stamp.field_name for stamp in reader.embedded_timestamp_signatures]
    return {'signatures': signatures, 'timeStamps': stamps}


def judge(signature, specification, timing) -> dict:
    name = signature.field_name
    try:
        result = asyncio.run(ades_lta_validation(signature, specification, timing_info=timing))
    except Exception as failure:
        return {'field': name, 'status': 'FAILED', 'isValid': False, 'error': f'{type(failure).__name__} {failure}'}
    status = result.api_status
    level = status.modification_level if status else None
    return {
        'field': name,
        'status': {
            AdESStatus.PASSED: 'PASSED',
            AdESStatus.FAILED: 'FAILED',
            AdESStatus.INDETERMINATE: 'INDETERMINATE',
        }[result.ades_subindic.status],
        'subIndication': str(result.ades_subindic),
        'isIntact': bool(status and status.intact),
        'isRight': bool(status and status.valid),
        'isValid': bool(status and status.bottom_line),
        'coverage': status.coverage.name if status and status.coverage else None,
        'modification': level.name if level else None,
        'areChangesPermitted': status.docmdp_ok if status else None,
        'reason': result.failure_msg,
    }
