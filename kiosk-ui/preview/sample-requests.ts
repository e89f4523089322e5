import type { RequestSummary } from '@saoy/contracts/visit/status';

const untouched: RequestSummary = {
  id: '7f6f3a54-93b9-4d6c-8f5d-7f8f4c9f1a01',
  title: { vi: 'Giấy khai sinh', en: 'Birth certificate' },
  copies: 2,
  state: 'deciding',
  delayCode: null,
  refusal: null,
  copyCode: null,
  downloadUrl: null,
  downloadExpiresAt: null,
  emailedTo: null,
  print: null,
};
const issued: Partial<RequestSummary> = {
  copyCode: 'SY26-7KQ4-9XWM-2',
  downloadUrl: 'http://localhost:8080/d/4mZ0q3Yq2J8xP1vK7sTn0bQeWcRfUaLd',
  downloadExpiresAt: '2026-11-21T17:30:00+07:00',
};

/** One request in a given state, with what belongs to that state. */
export function sampleRequest(state: RequestSummary['state']): RequestSummary {
  switch (state) {
    case 'delayed':
      return { ...untouched, state, delayCode: 'signing.tsa-unavailable' };
    case 'printing':
      return {
        ...untouched,
        ...issued,
        state,
        print: { jobState: 'processing', copiesDone: 1, sheetsDone: 3, sheetsTotal: 6 },
      };
    case 'delivered':
      return {
        ...untouched,
        ...issued,
        state,
        emailedTo: 'nguyen.minh.an@gmail.com',
        print: { jobState: 'completed', copiesDone: 2, sheetsDone: 6, sheetsTotal: 6 },
      };
    case 'refused':
      return {
        ...untouched,
        id: '7f6f3a54-93b9-4d6c-8f5d-7f8f4c9f1a02',
        title: { vi: 'Trích lục bản án', en: 'Extract of a judgment' },
        copies: 1,
        state,
        refusal: { reason: '22.4', comment: 'Trang 2 có dòng bị tẩy, không đọc được.' },
      };
    default:
      return { ...untouched, state };
  }
}

export const sampleRequests = (state: RequestSummary['state']): RequestSummary[] => [
  sampleRequest(state),
  {
    ...sampleRequest(state),
    id: '7f6f3a54-93b9-4d6c-8f5d-7f8f4c9f1a03',
    title: { vi: 'Bằng tốt nghiệp đại học', en: 'University diploma' },
    copies: 1,
  },
];
