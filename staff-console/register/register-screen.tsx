import type { Product } from '@saoy/contracts/ids';
import { type RegisterRow, type StaffMember, staffApi } from '@saoy/contracts/staff-api';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, Download, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { FaultNote } from '../fault-note.tsx';
import { go } from '../route.ts';
import { addressOf, call } from '../service.ts';
import { useLanguage } from '../texts/language.tsx';
import { AnnulDialog } from './annul-dialog.tsx';

const pageSize = 100;

export function RegisterScreen({ member }: { member: StaffMember }) {
  const { t, language, time } = useLanguage();
  const queries = useQueryClient();
  const [product, setProduct] = useState<Product>('certified');
  const [year, setYear] = useState(new Date().getFullYear());
  const [search, setSearch] = useState('');
  const [offset, setOffset] = useState(0);
  const [annulling, setAnnulling] = useState<RegisterRow | null>(null);
  const query = { product, year, search, offset, limit: pageSize };
  const { data, error, refetch } = useQuery({
    queryKey: ['register', query],
    queryFn: () => call(staffApi.listRegister, { query }),
    placeholderData: keepPreviousData,
  });
  const canAnnul = member.roles.includes('supervisor') || member.roles.includes('certifier');
  const c = t.columns;
  return (
    <main className="register">
      <header>
        <h1>{t.register}</h1>
        <select
          value={product}
          aria-label={t.register}
          onChange={(event) => {
            setProduct(event.target.value as Product);
            setOffset(0);
          }}
        >
          <option value="certified">{t.certified} (SCT/BS)</option>
          <option value="digital">{t.digital}</option>
        </select>
        <label>
          {t.year}{' '}
          <input
            type="number"
            value={year}
            min={2000}
            max={2200}
            onChange={(event) => setYear(Number(event.target.value) || year)}
          />
        </label>
        <input
          type="search"
          placeholder={t.search}
          aria-label={t.search}
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
            setOffset(0);
          }}
        />
        {member.roles.some((role) => staffApi.exportRegister.roles?.includes(role)) && (
          <a
            className="button"
            href={addressOf(staffApi.exportRegister, { query: { product, year, search } })}
            download
          >
            <Download /> {t.export}
          </a>
        )}
        {data !== undefined && (
          <span className={data.isGapFree ? 'good' : 'bad'}>
            {data.isGapFree ? <CircleCheck /> : <TriangleAlert />} {data.isGapFree ? t.gapFree : t.gap}
          </span>
        )}
      </header>
      {error !== null && <FaultNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <p>{t.loading}</p>}
      {data?.rows.length === 0 && <p className="centre quiet">{t.emptyRegister}</p>}
      {data !== undefined && data.rows.length > 0 && (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                {[
                  c.number,
                  t.book,
                  c.date,
                  c.requester,
                  c.document,
                  c.certifier,
                  c.copies,
                  c.fee,
                  c.remarks,
                  c.state,
                ].map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
                <th />
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row) => (
                <tr key={`${row.book}-${row.number}`} className={row.state}>
                  <td>
                    <button type="button" className="link" onClick={() => go(`queue/${row.requestId}`)}>
                      {String(row.number).padStart(2, '0')}
                    </button>
                  </td>
                  <td>{row.book}</td>
                  <td>{time(row.issuedAt)}</td>
                  <td>{row.requesterName}</td>
                  <td>{row.documentTitle}</td>
                  <td>
                    {row.certifierName}
                    <small>{row.certifierTitle}</small>
                  </td>
                  <td>{row.copies}</td>
                  <td>{row.feeVnd.toLocaleString(language)}</td>
                  <td>{row.remarks}</td>
                  <td>{t.rowState[row.state]}</td>
                  <td>
                    {canAnnul && row.state === 'issued' && (
                      <button type="button" onClick={() => setAnnulling(row)}>
                        {t.annul}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data !== undefined && offset + pageSize < data.total && (
        <button type="button" onClick={() => setOffset(offset + pageSize)}>
          {t.older}
        </button>
      )}
      {annulling !== null && (
        <AnnulDialog
          row={annulling}
          onClose={(isDone) => {
            setAnnulling(null);
            if (isDone) void queries.invalidateQueries({ queryKey: ['register'] });
          }}
        />
      )}
    </main>
  );
}
