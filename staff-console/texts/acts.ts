// Names of what happens to a request and of what is audited; the catalogue of contracts explains them in a line.
import type { AuditCode } from '@saoy/contracts/audit/catalogue';
import type { Bilingual } from '@saoy/contracts/ids';
import type { RequestActor, RequestEventType } from '@saoy/contracts/requests/action';

const pair = (vi: string, en: string): Bilingual => ({ vi, en });

export const eventNames: Record<RequestEventType, Bilingual> = {
  created: pair('Bắt đầu nhận', 'Intake begun'),
  'page-received': pair('Nhận một trang', 'Page received'),
  'page-read': pair('Đọc xong một trang', 'Page read'),
  'page-read-failed': pair('Không đọc được một trang', 'Page not readable'),
  'pages-arranged': pair('Sắp xếp các trang', 'Pages arranged'),
  confirmed: pair('Người yêu cầu xác nhận', 'Confirmed by the requester'),
  left: pair('Người yêu cầu ra về, có phiếu hẹn', 'Requester left with an appointment'),
  approved: pair('Đã duyệt', 'Approved'),
  refused: pair('Đã từ chối', 'Refused'),
  numbered: pair('Đã vào sổ', 'Entered in the register'),
  logged: pair('Đã vào nhật ký minh bạch', 'Entered in the transparency log'),
  'issuing-delayed': pair('Cấp chậm', 'Issuing delayed'),
  issued: pair('Đã cấp', 'Issued'),
  voided: pair('Không cấp được, bỏ số', 'Issuing failed, number void'),
  printed: pair('Đã in', 'Printed'),
  emailed: pair('Đã gửi thư', 'E-mailed'),
  'email-failed': pair('Gửi thư không được', 'E-mail failed'),
  downloaded: pair('Đã tải về', 'Downloaded'),
  renewed: pair('Đã gia hạn dấu thời gian lưu trữ', 'Archive time-stamp renewed'),
  annulled: pair('Đã hủy giá trị', 'Annulled'),
  abandoned: pair('Đã bỏ dở', 'Abandoned'),
  'pages-erased': pair('Đã xóa ảnh trang', 'Page images erased'),
};

export const actorNames: Record<RequestActor['kind'], Bilingual> = {
  kiosk: pair('Ki-ốt', 'Kiosk'),
  staff: pair('Cán bộ', 'Staff'),
  policy: pair('Quy tắc', 'Policy'),
  system: pair('Hệ thống', 'System'),
  holder: pair('Người giữ bản sao', 'Holder of the copy'),
};

export const auditNames: Record<AuditCode, Bilingual> = {
  'staff.enrolled': pair('Đăng ký khóa', 'Passkey enrolled'),
  'staff.signed-in': pair('Đăng nhập', 'Signed in'),
  'staff.sign-in-refused': pair('Đăng nhập bị từ chối', 'Sign-in refused'),
  'staff.signed-out': pair('Đăng xuất', 'Signed out'),
  'staff.invited': pair('Thêm người', 'Person added'),
  'staff.authorised': pair('Nhập quyết định cho phép ký chứng thực', 'Certifier authorised'),
  'staff.authorisation-withdrawn': pair('Thu hồi quyền ký chứng thực', 'Authorisation withdrawn'),
  'members.viewed': pair('Xem danh sách nhân sự', 'Staff list viewed'),
  'kiosks.viewed': pair('Xem danh sách kiosk', 'Kiosks viewed'),
  'queue.viewed': pair('Xem hàng chờ', 'Queue viewed'),
  'request.viewed': pair('Mở yêu cầu', 'Request opened'),
  'request.page-viewed': pair('Xem ảnh trang', 'Page viewed'),
  'request.copy-viewed': pair('Mở bản sao', 'Copy opened'),
  'request.approval-begun': pair('Bắt đầu duyệt', 'Approval begun'),
  'request.approved': pair('Duyệt yêu cầu', 'Request approved'),
  'request.refused': pair('Từ chối yêu cầu', 'Request refused'),
  'request.policy-decided': pair('Duyệt theo quy tắc', 'Approved by policy'),
  'key.used': pair('Dùng khóa ký', 'Signing key used'),
  'key.failed': pair('Khóa ký không ký được', 'Signing key failed'),
  'key.refused': pair('Từ chối ký', 'Signature refused'),
  'seal-key.added': { vi: 'Đưa khóa con dấu vào sử dụng', en: 'Seal key put in use' },
  'seal-key.retired': { vi: 'Ngừng dùng khóa con dấu', en: 'Seal key taken out of use' },
  'seal-key.compromised': { vi: 'Báo khóa con dấu bị lộ', en: 'Seal key reported compromised' },
  'register.viewed': pair('Xem sổ', 'Register viewed'),
  'register.exported': pair('Xuất sổ', 'Register exported'),
  'copy.annulled': pair('Hủy bản sao', 'Copy annulled'),
  'copy.renewed': pair('Gia hạn dấu thời gian lưu trữ', 'Archive time-stamp renewed'),
  'copy.renewal-failed': pair('Gia hạn dấu thời gian không được', 'Archive time-stamp not renewed'),
  'copy.pages-shown': pair('Cho xem ảnh bằng mã đối chiếu', 'Pages shown by check code'),
  'copy.check-code-refused': pair('Mã đối chiếu sai', 'Wrong check code'),
  'kiosk.refused': pair('Từ chối ki-ốt', 'Kiosk refused'),
  'kiosk.enabled': pair('Mở ki-ốt', 'Kiosk enabled'),
  'kiosk.disabled': pair('Tạm ngừng ki-ốt', 'Kiosk disabled'),
  'audit.viewed': pair('Xem nhật ký', 'Audit viewed'),
};
