"""Forges signed PDFs: each way is one function over the bytes, written with pyHanko's own writer where it can be."""

import re
from io import BytesIO

from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import NumberObject, pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

import evidence


def tamper(request: dict) -> dict:
    data = WAYS[request['way']](evidence.read(request['file']))
    with open(request['target'], 'wb') as file:
        file.write(data)
    return {'saved': True}


def flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def by_update(change):
    """A way that appends a revision."""

    def way(data: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(data))
        change(writer)
        output = BytesIO()
        writer.write(output)
        return output.getvalue()

    return way


def first_page(writer):
    return writer.root['/Pages']['/Kids'][0]


def signatures(data: bytes):
    return list(PdfFileReader(BytesIO(data)).embedded_signatures)


def nothing(data: bytes) -> bytes:
    return data


def flip_page_image(data: bytes) -> bytes:
    return flip(data, data.index(b'\xff\xda') + 200)


def flip_after_first_contents(data: bytes) -> bytes:
    """In the bytes that the first signature covers behind its own value."""
    start = signatures(data)[0].byte_range[2]
    return flip(data, start + 20)


def contents_of(data: bytes, which: int) -> tuple:
    ranges = signatures(data)[which].byte_range
    return ranges[1] + 1, ranges[2] - 1


def flip_signature_value(data: bytes) -> bytes:
    """In the signature value of the first signature, the last part of its SignerInfo before unsigned attributes."""
    signature = signatures(data)[0]
    value = signature.signer_info['signature'].native
    hexadecimal = value.hex().encode()
    start, end = contents_of(data, 0)
    at = data.lower().index(hexadecimal, start, end) + 40
    digit = b'0' if data[at:at + 1] != b'0' else b'1'
    return data[:at] + digit + data[at + 1:]


def flip_last_stamp(data: bytes) -> bytes:
    """In the signature value of the archive time-stamp."""
    value = signatures(data)[-1].signer_info['signature'].native
    start, end = contents_of(data, -1)
    at = data.lower().index(value.hex().encode(), start, end) + 40
    digit = b'0' if data[at:at + 1] != b'0' else b'1'
    return data[:at] + digit + data[at + 1:]


def swap_signature_stamp(data: bytes) -> bytes:
    """Puts the digest of another message into the signature time-stamp."""
    signature = signatures(data)[0]
    stamp = next(extract_tst_data_iter(signature.signer_info, signed=False))
    imprint = stamp['encap_content_info']['content'].parsed
    digest = imprint['message_imprint']['hashed_message'].native.hex().encode()
    start, end = contents_of(data, 0)
    at = data.lower().index(digest, start, end)
    return data[:at] + b'00' * 16 + data[at + 32:]


def strip_signature_stamp(data: bytes) -> bytes:
    """Takes the time-stamp out of the first signature, which stays right without it."""
    start, end = contents_of(data, 0)
    message = cms.ContentInfo.load(bytes.fromhex(data[start:end].decode()), strict=False)
    info = message['content']['signer_infos'][0]
    info['unsigned_attrs'] = None
    stripped = message.dump(force=True).hex().encode()
    return data[:start] + stripped.ljust(end - start, b'0') + data[end:]


def first_range(data: bytes):
    return re.search(rb'/ByteRange ?(\[ ?0 \d+ \d+ \d+ *\])', data)


def with_first_range(data: bytes, replacement: bytes) -> bytes:
    found = first_range(data)
    if len(replacement) > len(found.group(1)):
        raise ValueError('no room')
    return data[:found.start(1)] + replacement.ljust(len(found.group(1))) + data[found.end(1):]


def byte_range_of_nothing(data: bytes) -> bytes:
    return with_first_range(data, b'[0 0 0 0]')


def byte_range_without_hole(data: bytes) -> bytes:
    return with_first_range(data, b'[0 %d 9 0]' % len(data))


def byte_range_backwards(data: bytes) -> bytes:
    return with_first_range(data, b'[0 -1 9 -9]')


def byte_range_gone(data: bytes) -> bytes:
    return data.replace(b'/ByteRange', b'/ByteRangX', 1)


def contents_gone(data: bytes) -> bytes:
    """Under another name, so that no byte moves."""
    at = data.rindex(b'/Contents', 0, contents_of(data, 0)[0])
    return data[:at] + b'/Contentx' + data[at + 9:]


def contents_empty(data: bytes) -> bytes:
    start, end = contents_of(data, 0)
    return data[:start] + b'0' * (end - start) + data[end:]


def format_renamed(data: bytes) -> bytes:
    return data.replace(b'/ETSI.CAdES.detached', b'/ETSI.CAdES.detachez', 1)


def other_catalog(data: bytes) -> bytes:
    """A revision whose trailer names another catalog, with an action in it."""
    reader = PdfFileReader(BytesIO(data))
    catalog = generic.DictionaryObject(dict(dict.items(reader.root)))
    catalog[pdf_name('/OpenAction')] = generic.DictionaryObject({
        pdf_name('/S'): pdf_name('/JavaScript'), pdf_name('/JS'): pdf_string('1'),
    })
    number = int(reader.trailer['/Size'])
    body = BytesIO()
    catalog.write_to_stream(body)
    start = len(data) + 1
    written = data + b'\n%d 0 obj\n%s\nendobj\n' % (number, body.getvalue())
    trailer = b'trailer\n<</Size %d /Root %d 0 R /Prev %d>>\n' % (number + 1, number, reader.last_startxref)
    table = b'xref\n%d 1\n%010d 00000 n \n' % (number, start)
    return written + table + trailer + b'startxref\n%d\n%%%%EOF\n' % len(written)


def shrink_byte_range(data: bytes) -> bytes:
    """Leaves a hole behind the value of the first signature."""
    found = re.search(rb'/ByteRange ?\[ ?0 (\d+) (\d+) (\d+)', data)
    third, fourth = int(found.group(2)), int(found.group(3))
    old = b'%d %d' % (third, fourth)
    new = b'%d %d' % (third + 10, fourth - 10)
    if len(new) > len(old):
        raise ValueError('no room')
    return data.replace(old, new.ljust(len(old)), 1)


def append_junk(data: bytes) -> bytes:
    return data + b'\n% appended behind the end of the file\n'


def prepend_junk(data: bytes) -> bytes:
    return b'% before the header\n' + data


def cut_last_revision(data: bytes) -> bytes:
    """As if the newest revision had never been written."""
    return data[: data.rindex(b'%%EOF', 0, data.rindex(b'%%EOF')) + 6]


def cut_middle(data: bytes) -> bytes:
    return data[: len(data) // 2]


def blank_store(data: bytes) -> bytes:
    """Takes the name of the security store away without moving a byte."""
    return data.replace(b'/DSS', b'/DSX')


@by_update
def page_content(writer):
    page = first_page(writer)
    stream = generic.StreamObject(stream_data=b'BT /F1 20 Tf 60 700 Td (FORGED) Tj ET')
    page[pdf_name('/Contents')] = writer.add_object(stream)
    writer.update_container(page)


@by_update
def replaced_image(writer):
    """Writes another stream under the number of the page's content."""
    page = first_page(writer)
    reference = page.raw_get('/Contents')
    target = reference if isinstance(reference, generic.IndirectObject) else reference[0]
    writer.objects[(target.generation, target.idnum)] = generic.StreamObject(stream_data=b'0 0 9 9 re f')


@by_update
def annotation(writer):
    page = first_page(writer)
    note = writer.add_object(generic.DictionaryObject({
        pdf_name('/Type'): pdf_name('/Annot'),
        pdf_name('/Subtype'): pdf_name('/FreeText'),
        pdf_name('/Rect'): generic.ArrayObject(map(NumberObject, [10, 10, 300, 300])),
        pdf_name('/Contents'): pdf_string('FORGED'),
        pdf_name('/DA'): pdf_string('/Helv 20 Tf 1 g'),
    }))
    annotations = page.get('/Annots', generic.ArrayObject())
    page[pdf_name('/Annots')] = generic.ArrayObject([*annotations.raw(), note]) if hasattr(
        annotations, 'raw') else generic.ArrayObject([*list.__iter__(annotations), note])
    writer.update_container(page)


@by_update
def new_page(writer):
    pages = writer.root['/Pages']
    page = generic.DictionaryObject({
        pdf_name('/Type'): pdf_name('/Page'),
        pdf_name('/Parent'): writer.root.raw_get('/Pages'),
        pdf_name('/MediaBox'): generic.ArrayObject(map(NumberObject, [0, 0, 595, 842])),
    })
    pages['/Kids'].append(writer.add_object(page))
    pages[pdf_name('/Count')] = NumberObject(int(pages['/Count']) + 1)
    writer.update_container(pages)
    writer.update_container(pages['/Kids'])


@by_update
def page_turned(writer):
    page = first_page(writer)
    page[pdf_name('/Rotate')] = NumberObject(180)
    writer.update_container(page)


@by_update
def page_box(writer):
    page = first_page(writer)
    page[pdf_name('/CropBox')] = generic.ArrayObject(map(NumberObject, [0, 0, 100, 100]))
    writer.update_container(page)


@by_update
def open_action(writer):
    writer.root[pdf_name('/OpenAction')] = generic.DictionaryObject({
        pdf_name('/S'): pdf_name('/JavaScript'),
        pdf_name('/JS'): pdf_string('app.alert("forged")'),
    })
    writer.update_root()


@by_update
def metadata_stream(writer):
    writer.root[pdf_name('/Metadata')] = writer.add_object(generic.StreamObject(
        {pdf_name('/Type'): pdf_name('/Metadata'), pdf_name('/Subtype'): pdf_name('/XML')},
        stream_data=b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>',
    ))
    writer.update_root()


@by_update
def information(writer):
    writer.set_info(writer.add_object(generic.DictionaryObject({pdf_name('/Title'): pdf_string('FORGED')})))


@by_update
def field_moved(writer):
    field = writer.root['/AcroForm']['/Fields'][0]
    field[pdf_name('/Rect')] = generic.ArrayObject(map(NumberObject, [0, 0, 500, 500]))
    writer.update_container(field)


@by_update
def field_appearance(writer):
    field = writer.root['/AcroForm']['/Fields'][0]
    field[pdf_name('/AP')] = generic.DictionaryObject({
        pdf_name('/N'): writer.add_object(generic.StreamObject(
            {
                pdf_name('/Type'): pdf_name('/XObject'),
                pdf_name('/Subtype'): pdf_name('/Form'),
                pdf_name('/BBox'): generic.ArrayObject(map(NumberObject, [0, 0, 100, 50])),
            },
            stream_data=b'0 0 100 50 re f',
        )),
    })
    writer.update_container(field)


@by_update
def signature_replaced(writer):
    """The first field gets another value: its signature is no longer in the document."""
    field = writer.root['/AcroForm']['/Fields'][0]
    del field['/V']
    writer.update_container(field)


@by_update
def form_removed(writer):
    del writer.root['/AcroForm']
    writer.update_root()


@by_update
def store_removed(writer):
    del writer.root['/DSS']
    writer.update_root()


@by_update
def store_emptied(writer):
    writer.root[pdf_name('/DSS')] = generic.DictionaryObject({pdf_name('/Certs'): generic.ArrayObject()})
    writer.update_root()


@by_update
def permissions_removed(writer):
    del writer.root['/Perms']
    writer.update_root()


@by_update
def tags_replaced(writer):
    writer.root[pdf_name('/StructTreeRoot')] = writer.add_object(
        generic.DictionaryObject({pdf_name('/Type'): pdf_name('/StructTreeRoot')})
    )
    writer.update_root()


@by_update
def unused_object(writer):
    writer.add_object(generic.DictionaryObject({pdf_name('/Note'): pdf_string('nobody points here')}))


@by_update
def empty_revision(writer):
    writer.force_write_when_empty = True


@by_update
def lock_taken_away(writer):
    for reference in writer.root['/AcroForm']['/Fields']:
        field = reference.get_object()
        if '/Lock' in field:
            del field['/Lock']
            writer.update_container(field)


@by_update
def attachment(writer):
    writer.root[pdf_name('/Names')] = generic.DictionaryObject({
        pdf_name('/EmbeddedFiles'): generic.DictionaryObject({pdf_name('/Names'): generic.ArrayObject()}),
    })
    writer.update_root()


WAYS = {
    name.replace('_', '-'): way
    for name, way in list(globals().items())
    if callable(way) and getattr(way, '__module__', '') == __name__
    and name not in ('tamper', 'flip', 'by_update', 'first_page', 'signatures', 'contents_of', 'first_range', 'with_first_range')
}
