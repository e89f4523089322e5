// The worked examples of ICAO Doc 9303-11, appendix D (basic access control) and G.1 (PACE over brainpoolP256r1).
import { FaultError } from '@saoy/contracts/errors';
import { mrzCheckDigit } from '@saoy/contracts/mrz-check-digit';
import { ok } from '@saoy/contracts/result';
import { describe, expect, it } from 'vitest';
import type { CardChannel } from '../card-reader.ts';
import { accessSeed } from './access-key.ts';
import { decodeCommand, decodeResponse, encodeCommand } from './apdu.ts';
import { documentKeys, openBasicAccess } from './basic-access-control.ts';
import { ChipChannel } from './chip-channel.ts';
import { openPace, PaceAgreement } from './pace.ts';
import { SecureMessaging } from './secure-messaging.ts';
import { parsePaceOffers } from './security-infos.ts';
import { deriveKey, KEY_PURPOSE } from './session-cipher.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex').toUpperCase();

/** A card that says exactly its lines, and only when it hears exactly the others. */
const scriptedCard = (lines: readonly (readonly [command: string, answer: string])[]) => {
  const left = [...lines];
  const channel: CardChannel = {
    transmit: async (command) => {
      const [expected, answer] = left.shift() ?? ['nothing', ''];
      expect(hex(command)).toBe(expected);
      return ok(bytes(answer));
    },
    close: async () => undefined,
  };
  return { channel: new ChipChannel(channel), isOver: () => left.length === 0 };
};

/** Hands out the random values of an example, one after the other. */
const randomOf = (...values: readonly string[]) => {
  const left = [...values];
  return (): Uint8Array => bytes(left.shift() ?? '');
};

describe('appendix D', () => {
  const key = { documentNumber: 'L898902C', dateOfBirth: '690806', dateOfExpiry: '940623' };

  it('derives the document keys of the machine-readable zone', () => {
    const seed = accessSeed(key);
    expect(hex(seed.subarray(0, 16))).toBe('239AB9CB282DAF66231DC5A4DF6BFBAE');
    expect(hex(documentKeys(seed).encryption)).toBe('AB94FDECF2674FDFB9B391F85D7F76F2');
    expect(hex(documentKeys(seed).authentication)).toBe('7962D9ECE03D1ACD4C76089DCE131543');
  });

  it('counts check digits', () => {
    expect([mrzCheckDigit('L898902C<'), mrzCheckDigit('690806'), mrzCheckDigit('D23145890734')]).toEqual([
      3, 1, 9,
    ]);
    expect(() => mrzCheckDigit('Ă')).toThrow(RangeError);
  });

  it('agrees on a session and reads EF.COM through it, byte for byte', async () => {
    const { channel, isOver } = scriptedCard([
      ['0084000008', '4608F919887022129000'],
      [
        '008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728',
        '46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D74499000',
      ],
      ['0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800', '990290008E08FA855A5D4C50A8ED9000'],
      ['0CB000000D9701048E08ED6705417E96BA5500', '8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000'],
      [
        '0CB000040D9701128E082EA28A70F3C7B53500',
        '871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000',
      ],
    ]);
    await openBasicAccess(channel, key, randomOf('781723860C06C226', '0B795240CB7049B01C19B33E32804F0B'));
    await channel.send({ cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data: bytes('011E') });
    const head = await channel.send({ cla: 0, ins: 0xb0, p1: 0, p2: 0, expectedBytes: 4 });
    const rest = await channel.send({ cla: 0, ins: 0xb0, p1: 0, p2: 4, expectedBytes: 0x12 });
    expect(hex(head.data) + hex(rest.data)).toBe('60145F0104303130365F36063034303030305C026175');
    expect(isOver()).toBe(true);
  });

  it('does not open an answer of which one bit was changed', () => {
    const keys = {
      cipher: '3DES',
      encryption: bytes('979EC13B1CBFE9DCD01AB0FED307EAE5'),
      authentication: bytes('F1CB1F1FB5ADF208806B89DC579DC1F8'),
      counter: bytes('887022120C06C227'),
    } as const;
    const genuine = bytes('990290008E08FA855A5D4C50A8ED9000');
    expect(new SecureMessaging(keys).openResponse(decodeResponse(genuine)!)?.status).toBe(0x9000);
    for (let bit = 0; bit < (genuine.length - 2) * 8; bit++) {
      const changed = Uint8Array.from(genuine);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(new SecureMessaging(keys).openResponse(decodeResponse(changed)!)).toBeUndefined();
    }
  });
});

describe('appendix G.1', () => {
  const key = { documentNumber: 'T22000129', dateOfBirth: '640812', dateOfExpiry: '101031' };
  const [offer] = parsePaceOffers(bytes('31143012060A04007F0007020204020202010202010D'));
  // The example's private keys, less one: a private key is made of random bytes by counting from one.
  const privateKeys = [
    '7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F98',
    'A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762594',
  ] as const;

  it('finds the offer of the chip', () => {
    expect(offer).toMatchObject({ cipher: 'AES-128', parameterId: 13 });
  });

  it('derives the password key and the nonce', () => {
    const seed = accessSeed(key);
    expect(hex(seed)).toBe('7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD');
    expect(hex(deriveKey(seed, KEY_PURPOSE.password, 'AES-128'))).toBe('89DED1B26624EC1E634C1989302849DD');
    const nonce = new PaceAgreement(offer!).decryptNonce(seed, bytes('95A3A016522EE98D01E76CB6B98B42C3'));
    expect(hex(nonce)).toBe('3F00C4D39D153F2B2A214A078D899B22');
  });

  it('agrees on a session and selects the application through it, byte for byte', async () => {
    const { channel, isOver } = scriptedCard([
      ['0022C1A412800A04007F0007020204020283010184010D', '9000'],
      ['10860000027C0000', '7C12801095A3A016522EE98D01E76CB6B98B42C39000'],
      [
        '10860000457C438141047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D00',
        '7C43824104824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F5730D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C549000',
      ],
      [
        '10860000457C438341042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB3646200',
        '7C438441049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F0949000',
      ],
      ['008600000C7C0A8508C2B0BD78D94BA86600', '7C0A86083ABB9674BCE93C089000'],
      [
        '0CA4040C1D871101752F676B09FAC86A87D632749A49C7CC8E08C18BA1FCE707BD9F00',
        '990290008E08BEA7B381C494A0799000',
      ],
    ]);
    await openPace(channel, offer!, key, randomOf(...privateKeys));
    const selected = await channel.send({
      cla: 0,
      ins: 0xa4,
      p1: 4,
      p2: 0x0c,
      data: bytes('A0000002471001'),
    });
    expect(selected.status).toBe(0x9000);
    expect(isOver()).toBe(true);
  });

  it('refuses a chip whose token does not prove the password', async () => {
    const agreement = new PaceAgreement(offer!);
    expect(() => agreement.readPoint(bytes(`04${'11'.repeat(64)}`))).toThrow(FaultError);
    expect(() => agreement.readPoint(bytes('00'))).toThrow(FaultError);
  });
});

describe('a command', () => {
  it.each([
    '00840000',
    '0084000008',
    '00A4020C02011E',
    '0082000002ABCD28',
    `00D6000000012C${'05'.repeat(300)}`,
    '00B0000000FFFF',
    '00B000000003E8',
  ])('%s is read as it was written', (text) => {
    expect(hex(encodeCommand(decodeCommand(bytes(text))!))).toBe(text);
  });

  it.each(['', '00', '0084', '00A4020C0501', '00D600000001'])('%s is none', (text) => {
    expect(decodeCommand(bytes(text))).toBeUndefined();
  });
});
