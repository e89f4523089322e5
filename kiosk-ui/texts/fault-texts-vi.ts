import type { FaultText, KioskErrorCode } from './fault-text.ts';

const staffComes = 'Xin gọi cán bộ. Ông/bà không phải làm lại từ đầu.';
const scanAgain = 'Xin quét lại trang này.';

export const faultTextsVi: Record<KioskErrorCode, FaultText> = {
  'scanner.no-paper': {
    title: 'Chưa thấy giấy trong máy quét',
    happened: 'Mặt kính hoặc khay nạp đang trống.',
    next: 'Xin đặt giấy úp xuống kính, rồi chạm Thử lại.',
  },
  'scanner.jam': {
    title: 'Giấy bị kẹt trong máy quét',
    happened: 'Một tờ giấy mắc lại ở khay nạp.',
    next: 'Xin đừng kéo mạnh. Cán bộ sẽ lấy giấy ra nguyên vẹn.',
  },
  'scanner.double-feed': {
    title: 'Máy kéo hai tờ cùng lúc',
    happened: 'Hai tờ dính vào nhau nên máy dừng lại.',
    next: 'Xin tách rời các tờ, đặt lại rồi chạm Thử lại.',
  },
  'scanner.cover-open': {
    title: 'Nắp máy quét đang mở',
    happened: 'Máy chỉ quét khi nắp đã đóng.',
    next: 'Xin đóng nắp nhẹ nhàng, rồi chạm Thử lại.',
  },
  'scanner.busy': {
    title: 'Máy quét đang bận',
    happened: 'Máy quét chưa sẵn sàng.',
    next: 'Xin chờ vài giây, rồi chạm Thử lại.',
  },
  'scanner.unplugged': {
    title: 'Máy quét chưa trả lời',
    happened: 'Kiosk không liên lạc được với máy quét.',
    next: staffComes,
  },
  'scanner.timeout': {
    title: 'Quét lâu quá nên dừng lại',
    happened: 'Máy quét không xong đúng hạn.',
    next: 'Xin chạm Thử lại. Nếu vẫn chậm, xin gọi cán bộ.',
  },
  'scanner.garbage': {
    title: 'Hình quét bị hỏng',
    happened: 'Máy quét trả về hình không dùng được.',
    next: 'Xin chạm Thử lại. Nếu vẫn hỏng, xin gọi cán bộ.',
  },
  'scanner.cancelled': {
    title: 'Đã dừng quét',
    happened: 'Lần quét vừa rồi đã được hủy.',
    next: 'Xin chạm Thử lại khi sẵn sàng.',
  },
  'printer.paper-out': {
    title: 'Máy in hết giấy',
    happened: 'Khay giấy của máy in đang trống.',
    next: 'Cán bộ sẽ thêm giấy. Máy in tiếp các tờ còn thiếu.',
  },
  'printer.jam': {
    title: 'Giấy bị kẹt trong máy in',
    happened: 'Một tờ giấy mắc lại khi in.',
    next: 'Xin đừng kéo giấy. Cán bộ gỡ xong, máy in tiếp.',
  },
  'printer.cover-open': {
    title: 'Cửa máy in đang mở',
    happened: 'Máy in dừng vì cửa chưa đóng.',
    next: 'Xin gọi cán bộ đóng cửa máy in.',
  },
  'printer.toner-out': {
    title: 'Máy in hết mực',
    happened: 'Hộp mực của máy in đã cạn.',
    next: 'Cán bộ sẽ thay mực. Ông/bà vẫn tải được bản điện tử.',
  },
  'printer.stopped': {
    title: 'Máy in đang dừng',
    happened: 'Máy in dừng mà chưa rõ vì sao.',
    next: staffComes,
  },
  'printer.unplugged': {
    title: 'Máy in chưa trả lời',
    happened: 'Kiosk không liên lạc được với máy in.',
    next: staffComes,
  },
  'printer.busy': {
    title: 'Máy in đang bận',
    happened: 'Máy in đang làm một việc khác.',
    next: 'Xin chờ vài giây, rồi chạm Thử lại.',
  },
  'printer.job-lost': {
    title: 'Máy in quên mất bản in',
    happened: 'Máy in không còn giữ bản của ông/bà.',
    next: 'Xin gọi cán bộ. Bản điện tử vẫn còn nguyên.',
  },
  'printer.job-aborted': {
    title: 'Máy in bỏ dở bản in',
    happened: 'Máy in không in hết được.',
    next: 'Xin gọi cán bộ. Bản điện tử vẫn còn nguyên.',
  },
  'printer.job-canceled': {
    title: 'Bản in đã bị hủy',
    happened: 'Việc in được hủy ngay tại máy in.',
    next: 'Xin gọi cán bộ. Bản điện tử vẫn còn nguyên.',
  },
  'printer.refused': {
    title: 'Máy in không nhận bản này',
    happened: 'Máy in chưa nhận được loại bản in này.',
    next: 'Xin gọi cán bộ. Ông/bà vẫn tải được bản điện tử.',
  },
  'camera.unavailable': {
    title: 'Máy quay chưa hoạt động',
    happened: 'Kiosk chưa nhận được hình từ máy quay.',
    next: 'Xin nhờ cán bộ xác nhận, có giá trị như nhau.',
  },
  'card-reader.unplugged': {
    title: 'Đầu đọc chip chưa hoạt động',
    happened: 'Kiosk chưa nối được với đầu đọc chip.',
    next: 'Xin bỏ qua bước này, có giá trị như nhau.',
  },
  'card-reader.busy': {
    title: 'Đầu đọc chip đang bận',
    happened: 'Đầu đọc còn làm việc khác.',
    next: 'Xin đợi một chút rồi đọc lại, hoặc bỏ qua.',
  },
  'card-reader.no-card': {
    title: 'Chưa thấy thẻ',
    happened: 'Trên đầu đọc chưa có thẻ.',
    next: 'Xin đặt thẻ lên đầu đọc rồi đọc lại.',
  },
  'card-reader.card-removed': {
    title: 'Thẻ bị nhấc lên quá sớm',
    happened: 'Máy chưa đọc xong chip.',
    next: 'Xin để yên thẻ trên đầu đọc rồi đọc lại.',
  },
  'card-reader.timeout': {
    title: 'Chip trả lời quá chậm',
    happened: 'Máy chưa đọc xong chip.',
    next: 'Xin xê dịch thẻ một chút rồi đọc lại.',
  },
  'card-reader.not-a-travel-chip': {
    title: 'Thẻ này không có chip căn cước',
    happened: 'Máy không thấy chip của thẻ căn cước.',
    next: 'Xin đặt đúng thẻ vừa quét, hoặc bỏ qua.',
  },
  'card-reader.access-denied': {
    title: 'Chip không khớp với thẻ đã quét',
    happened: 'Chip không mở được bằng thông tin trên thẻ đã quét.',
    next: 'Xin đặt đúng thẻ vừa quét, hoặc bỏ qua.',
  },
  'card-reader.protocol': {
    title: 'Chưa đọc được chip',
    happened: 'Tín hiệu từ chip bị ngắt quãng.',
    next: 'Xin để yên thẻ trên đầu đọc rồi đọc lại.',
  },
  'kiosk.certificate-refused': {
    title: 'Kiosk chưa được phép phục vụ',
    happened: 'Trung tâm chưa nhận ra kiosk này.',
    next: 'Xin dùng máy bên cạnh hoặc đến quầy tiếp nhận.',
  },
  'kiosk.not-enrolled': {
    title: 'Kiosk chưa được đăng ký',
    happened: 'Kiosk này chưa có trong danh sách của trung tâm.',
    next: 'Xin dùng máy bên cạnh hoặc đến quầy tiếp nhận.',
  },
  'kiosk.disk-full': {
    title: 'Kiosk đã hết chỗ lưu',
    happened: 'Không đủ chỗ để giữ trang của ông/bà an toàn.',
    next: 'Xin dùng máy bên cạnh. Bản chính chưa bị quét.',
  },
  'kiosk.server-unreachable': {
    title: 'Mất kết nối với trung tâm',
    happened: 'Đường truyền đang gián đoạn.',
    next: 'Máy tự nối lại và làm tiếp. Xin chờ hoặc gọi cán bộ.',
  },
  'kiosk.origin-refused': {
    title: 'Màn hình cần mở lại',
    happened: 'Màn hình này không còn khớp với kiosk.',
    next: 'Máy sẽ tự mở lại. Nếu không, xin gọi cán bộ.',
  },
  'identity.session-unknown': {
    title: 'Cần xác nhận lại từ đầu',
    happened: 'Lần xác nhận trước đã hết hạn.',
    next: 'Xin quét thẻ lại, hoặc nhờ cán bộ.',
  },
  'identity.card-unreadable': {
    title: 'Chưa đọc được thẻ',
    happened: 'Mã và ảnh trên thẻ chưa rõ.',
    next: 'Xin lau thẻ, đặt sát góc kính và quét lại.',
  },
  'identity.code-not-a-card': {
    title: 'Đây không phải mã của thẻ căn cước',
    happened: 'Máy đọc được một mã vuông, nhưng không phải của thẻ căn cước.',
    next: 'Xin đưa mã vuông trên thẻ căn cước, hoặc nhờ cán bộ.',
  },
  'identity.card-of-another-state': {
    title: 'Thẻ này do nước khác cấp',
    happened: 'Máy chỉ đọc được thẻ căn cước Việt Nam.',
    next: 'Xin nhờ cán bộ xác nhận bằng thẻ này; giá trị như nhau.',
  },
  'identity.no-face': {
    title: 'Chưa thấy khuôn mặt',
    happened: 'Trong hình chưa có khuôn mặt nào.',
    next: 'Xin đứng trước máy quay và nhìn thẳng.',
  },
  'identity.several-faces': {
    title: 'Có nhiều người trong hình',
    happened: 'Máy thấy hơn một khuôn mặt.',
    next: 'Xin chỉ một người đứng trước máy quay.',
  },
  'identity.portrait-too-small': {
    title: 'Ảnh trên thẻ quá nhỏ',
    happened: 'Ảnh trên thẻ chưa đủ rõ để so.',
    next: 'Xin quét thẻ lại, hoặc nhờ cán bộ xác nhận.',
  },
  'identity.challenge-failed': {
    title: 'Chưa thấy động tác',
    happened: 'Máy chưa nhìn rõ động tác được yêu cầu.',
    next: 'Xin làm lại từ từ, hoặc nhờ cán bộ xác nhận.',
  },
  'identity.no-card': {
    title: 'Cần quét thẻ trước',
    happened: 'Chưa có ảnh thẻ để so với khuôn mặt.',
    next: 'Xin quay lại và quét thẻ, hoặc nhờ cán bộ.',
  },
  'identity.challenge-unfinished': {
    title: 'Còn động tác chưa làm',
    happened: 'Máy chưa thấy đủ các động tác.',
    next: 'Xin làm tiếp từ từ, hoặc nhờ cán bộ xác nhận.',
  },
  'identity.no-tries-left': {
    title: 'Đã hết số lần thử',
    happened: 'Máy đã so ba lần mà chưa khớp.',
    next: 'Xin nhờ cán bộ xác nhận, có giá trị như nhau.',
  },
  'identity.busy': {
    title: 'Phần so khuôn mặt đang bận',
    happened: 'Đang có nhiều người cùng so khuôn mặt.',
    next: 'Máy tự thử lại sau ít giây và không tính là một lần thử. Cũng có thể nhờ cán bộ.',
  },
  'identity.matcher-unavailable': {
    title: 'Chưa so được khuôn mặt',
    happened: 'Phần so khuôn mặt chưa trả lời.',
    next: 'Xin nhờ cán bộ xác nhận, có giá trị như nhau.',
  },
  'recognition.timeout': {
    title: 'Đọc giấy tờ lâu quá',
    happened: 'Có trang chưa đọc xong đúng hạn.',
    next: 'Ông/bà cứ làm tiếp. Cán bộ sẽ xem trang đó.',
  },
  'recognition.engine-failed': {
    title: 'Máy chưa đọc được giấy tờ',
    happened: 'Phần đọc chữ đang gặp lỗi.',
    next: 'Ông/bà cứ làm tiếp. Cán bộ sẽ xem cả trang.',
  },
  'signing.certificate-invalid': {
    title: 'Chữ ký số tạm ngừng',
    happened: 'Chứng thư ký số cần được thay.',
    next: 'Yêu cầu được giữ. Chúng tôi sẽ gửi bản sao sau.',
  },
  'signing.revocation-unknown': {
    title: 'Đang chờ kiểm tra chữ ký',
    happened: 'Nơi kiểm tra chứng thư chưa trả lời.',
    next: 'Ông/bà có thể chờ, hoặc về và nhận sau.',
  },
  'signing.tsa-unavailable': {
    title: 'Dấu thời gian đến chậm',
    happened: 'Nơi cấp dấu thời gian chưa trả lời.',
    next: 'Máy tự thử lại. Ông/bà có thể chờ, hoặc về và nhận sau.',
  },
  'signing.tsa-wrong': {
    title: 'Dấu thời gian chưa đúng',
    happened: 'Dấu thời gian nhận được không dùng được.',
    next: 'Máy tự thử lại. Ông/bà có thể chờ, hoặc về và nhận sau.',
  },
  'signing.key-unavailable': {
    title: 'Chữ ký số tạm ngừng',
    happened: 'Thiết bị ký số chưa sẵn sàng.',
    next: 'Yêu cầu được giữ. Chúng tôi sẽ gửi bản sao sau.',
  },
  'signing.not-authorised': {
    title: 'Chưa có người được ký',
    happened: 'Lúc này chưa có người được giao ký.',
    next: 'Yêu cầu được giữ. Xin hỏi cán bộ.',
  },
  'signing.self-check-failed': {
    title: 'Bản sao cần kiểm tra lại',
    happened: 'Bản sao chưa qua bước kiểm tra cuối.',
    next: 'Chúng tôi không giao bản có lỗi. Xin hỏi cán bộ.',
  },
  'image.unreadable': {
    title: 'Hình quét bị hỏng',
    happened: 'Không mở được hình vừa quét.',
    next: scanAgain,
  },
  'image.too-large': { title: 'Hình quét quá lớn', happened: 'Trang vượt quá cỡ máy nhận.', next: scanAgain },
  'image.unsupported-depth': {
    title: 'Hình quét sai kiểu',
    happened: 'Máy quét đang đặt sai chế độ màu.',
    next: staffComes,
  },
  'image.low-resolution': {
    title: 'Hình quét chưa đủ rõ',
    happened: 'Chữ trên hình quá thưa điểm.',
    next: scanAgain,
  },
  'request.unknown': {
    title: 'Không thấy yêu cầu này',
    happened: 'Trung tâm chưa có yêu cầu của ông/bà.',
    next: staffComes,
  },
  'request.step-not-allowed': {
    title: 'Bước này chưa làm được',
    happened: 'Yêu cầu đang ở một bước khác.',
    next: 'Xin chờ một chút, rồi thử lại.',
  },
  'request.page-digest-mismatch': {
    title: 'Trang gửi đi bị sai lệch',
    happened: 'Trang đến trung tâm không giống trang đã quét.',
    next: 'Máy sẽ gửi lại. Nếu vẫn lỗi, xin gọi cán bộ.',
  },
  'request.upload-offset': {
    title: 'Gửi trang bị gián đoạn',
    happened: 'Đường truyền ngắt giữa chừng.',
    next: 'Máy tự gửi tiếp. Xin chờ một chút.',
  },
  'request.pages-missing': {
    title: 'Còn thiếu trang',
    happened: 'Có trang chưa đến được trung tâm.',
    next: 'Máy đang gửi lại. Xin chờ một chút.',
  },
  'request.mismatch': {
    title: 'Yêu cầu bị trùng mã',
    happened: 'Mã yêu cầu đã có người khác dùng.',
    next: 'Máy không giao nhầm. Xin gọi cán bộ.',
  },
  'delivery.link-expired': {
    title: 'Mã tải đã hết hạn',
    happened: 'Mã này không còn dùng được.',
    next: 'Xin gọi cán bộ để nhận mã mới.',
  },
  'delivery.link-unknown': {
    title: 'Mã tải không đúng',
    happened: 'Không có bản sao nào ứng với mã này.',
    next: staffComes,
  },
  'delivery.mail-failed': {
    title: 'Chưa gửi được thư',
    happened: 'Máy chủ thư chưa nhận.',
    next: 'Máy sẽ gửi lại. Ông/bà vẫn tải được qua điện thoại.',
  },
  'general.invalid-input': {
    title: 'Máy chưa hiểu thao tác này',
    happened: 'Thao tác vừa rồi chưa đúng.',
    next: 'Xin thử lại.',
  },
  'general.not-found': {
    title: 'Không tìm thấy',
    happened: 'Nội dung này không còn nữa.',
    next: 'Xin quay lại và thử lần nữa.',
  },
  'general.conflict': {
    title: 'Bước này chưa làm được',
    happened: 'Màn hình chậm hơn máy một bước.',
    next: 'Xin thử lại.',
  },
  'general.unauthorised': {
    title: 'Màn hình cần mở lại',
    happened: 'Màn hình này không còn khớp với kiosk.',
    next: 'Máy sẽ tự mở lại. Nếu không, xin gọi cán bộ.',
  },
  'general.forbidden': {
    title: 'Không được phép làm bước này',
    happened: 'Kiosk không có quyền làm việc này.',
    next: staffComes,
  },
  'general.too-many-requests': {
    title: 'Đang có nhiều người dùng',
    happened: 'Trung tâm đang bận.',
    next: 'Xin chờ nửa phút, rồi thử lại.',
  },
  'general.too-large': {
    title: 'Nội dung quá lớn',
    happened: 'Trang vượt quá cỡ máy nhận.',
    next: scanAgain,
  },
  'general.internal': {
    title: 'Máy gặp lỗi bất ngờ',
    happened: 'Có phần của máy không chạy đúng.',
    next: staffComes,
  },
  'general.unavailable': {
    title: 'Trung tâm tạm thời chưa trả lời',
    happened: 'Một phần của hệ thống đang nghỉ.',
    next: 'Máy tự thử lại. Xin chờ hoặc gọi cán bộ.',
  },
};
