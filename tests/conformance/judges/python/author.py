"""Signs PDFs with pyHanko in the ways that a request describes, one signature after the other."""

import asyncio
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator import ValidationContext

import evidence

FORMATS = {'pades': SigSeedSubFilter.PADES, 'adobe': SigSeedSubFilter.ADOBE_PKCS7_DETACHED}


def context_of(request: dict) -> ValidationContext:
    return ValidationContext(
        trust_roots=evidence.anchors_of(request),
        other_certs=evidence.certificates_of(request),
        crls=evidence.crls_of(request),
        ocsps=evidence.ocsps_of(request),
        allow_fetching=False,
        revocation_mode='soft-fail',
    )


def sign(request: dict) -> dict:
    data = evidence.read(request['file'])
    for step in request['steps']:
        data = asyncio.run(STEPS[step['kind']](request, step, data))
    with open(request['target'], 'wb') as file:
        file.write(data)
    return {'saved': True}


def writer_of(step: dict, data: bytes) -> IncrementalPdfFileWriter:
    writer = IncrementalPdfFileWriter(BytesIO(data))
    if 'password' in step:
        writer.encrypt(step['password'])
    return writer


async def add_signature(request: dict, step: dict, data: bytes) -> bytes:
    level = step.get('level', 'B-B')
    has_stamp = level != 'B-B'
    metadata = signers.PdfSignatureMetadata(
        field_name=step['field'],
        md_algorithm=step.get('digest', 'sha256'),
        subfilter=FORMATS[step.get('format', 'pades')],
        certify='permission' in step and step.get('isCertification', True),
        docmdp_permissions=MDPPerm(step.get('permission', 2)),
        embed_validation_info=level in ('B-LT', 'B-LTA'),
        use_pades_lta=level == 'B-LTA',
        validation_context=context_of(request) if level in ('B-LT', 'B-LTA') else None,
    )
    lock = step.get('lock')
    new_field = None
    if lock is not None or 'box' in step:
        new_field = SigFieldSpec(
            sig_field_name=step['field'],
            box=tuple(step['box']) if 'box' in step else None,
            field_mdp_spec=None
            if lock is None
            else FieldMDPSpec(FieldMDPAction[lock['action']], fields=lock.get('fields')),
        )
    signer = signers.PdfSigner(
        metadata,
        signer=evidence.signer_of(step['signer'], prefer_pss=step.get('pss', False)),
        timestamper=evidence.time_stamper_of(request['tsa']) if has_stamp else None,
        new_field_spec=new_field,
    )
    output = await signer.async_sign_pdf(writer_of(step, data))
    return output.getvalue()


async def add_time_stamp(request: dict, _step: dict, data: bytes) -> bytes:
    stamper = signers.PdfTimeStamper(evidence.time_stamper_of(request['tsa']))
    output = await stamper.async_timestamp_pdf(
        IncrementalPdfFileWriter(BytesIO(data)), 'sha256', validation_context=context_of(request)
    )
    return output.getvalue()


async def renew_archive(request: dict, _step: dict, data: bytes) -> bytes:
    stamper = signers.PdfTimeStamper(evidence.time_stamper_of(request['tsa']))
    output = await stamper.async_update_archival_timestamp_chain(
        IncrementalPdfFileWriter(BytesIO(data)).prev, validation_context=context_of(request)
    )
    return output.getvalue()


async def add_text_field(_request: dict, step: dict, data: bytes) -> bytes:
    """A form field to fill, before anything is signed."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name, pdf_string

    writer = IncrementalPdfFileWriter(BytesIO(data))
    page = writer.root['/Pages']['/Kids'][0]
    field = generic.DictionaryObject({
        pdf_name('/Type'): pdf_name('/Annot'),
        pdf_name('/Subtype'): pdf_name('/Widget'),
        pdf_name('/FT'): pdf_name('/Tx'),
        pdf_name('/T'): pdf_string(step['field']),
        pdf_name('/F'): generic.NumberObject(4),
        pdf_name('/Rect'): generic.ArrayObject(map(generic.NumberObject, [40, 40, 200, 60])),
        pdf_name('/DA'): pdf_string('/Helv 10 Tf 0 g'),
    })
    reference = writer.add_object(field)
    page.setdefault(pdf_name('/Annots'), generic.ArrayObject()).append(reference)
    writer.update_container(page['/Annots'])
    form = writer.root['/AcroForm']
    form['/Fields'].append(reference)
    writer.update_container(form['/Fields'])
    return written(writer)


async def fill_text_field(_request: dict, step: dict, data: bytes) -> bytes:
    from pyhanko.pdf_utils.generic import pdf_name, pdf_string

    writer = IncrementalPdfFileWriter(BytesIO(data))
    for reference in writer.root['/AcroForm']['/Fields']:
        field = reference.get_object()
        if str(field.get('/T')) == step['field']:
            field[pdf_name('/V')] = pdf_string('điền sau khi ký')
            writer.update_container(field)
    return written(writer)


async def add_empty_field(_request: dict, step: dict, data: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(data))
    fields.append_signature_field(writer, SigFieldSpec(sig_field_name=step['field']))
    return written(writer)


def written(writer: IncrementalPdfFileWriter) -> bytes:
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


STEPS = {
    'signature': add_signature,
    'timeStamp': add_time_stamp,
    'renewal': renew_archive,
    'textField': add_text_field,
    'fill': fill_text_field,
    'emptyField': add_empty_field,
}
