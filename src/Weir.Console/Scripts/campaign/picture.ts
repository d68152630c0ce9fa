/** A campaign's picture as the server laid it out. Columns of numbers, as they came. */

export const Belonging = { member: 0, beside: 1, licensed: 2 } as const;

export interface Part {
  readonly kind: "bound" | "core" | "beside" | "licensed";
  readonly bond: number;
  readonly accounts: number;
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

interface BondHead {
  readonly kind: string;
  readonly family: string;
  readonly mark: string;
  readonly name: string | null;
  readonly accounts: number;
  readonly oneIn: number;
  readonly forgeable: boolean;
  readonly core: boolean;
}

export interface Bond extends BondHead {
  /** Places of the accounts that have it, ascending. */
  readonly has: Uint16Array;
}

interface Head {
  readonly campaign: string;
  readonly accounts: number;
  readonly from: number;
  readonly to: number;
  readonly middle: number;
  readonly parts: readonly Part[];
  readonly bonds: readonly BondHead[];
  readonly replacements: number;
}

export interface Picture {
  readonly campaign: string;
  readonly count: number;
  readonly from: number;
  readonly to: number;
  readonly middle: number;
  readonly parts: readonly Part[];
  readonly bonds: readonly Bond[];
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** When each account began, 0 to 65535 between from and to. */
  readonly began: Uint16Array;
  readonly certainty: Uint8Array;
  readonly part: Uint8Array;
  readonly flags: Uint8Array;
  readonly gone: Uint16Array;
  readonly came: Uint16Array;
  readonly bounds: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  names(): readonly string[];
}

export const belongingOf = (flags: number): number => flags & 3;
export const verdictOf = (flags: number): number => (flags >> 2) & 3;
export const postureOf = (flags: number): number => (flags >> 4) & 7;

const LittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Null where the bytes are no picture. */
export function readPicture(buffer: ArrayBuffer): Picture | null {
  const bytes = new Uint8Array(buffer);
  if (!LittleEndian || bytes.length < 8 || String.fromCharCode(...bytes.subarray(0, 4)) !== "WEIR") return null;
  const length = new DataView(buffer).getInt32(4, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Head;
  let at = (8 + length + 3) & ~3;
  const take = <T>(make: (from: number, count: number) => T, size: number, count: number): T => {
    const column = make(at, count);
    at = (at + size * count + 3) & ~3;
    return column;
  };
  const singles = (from: number, count: number) => new Float32Array(buffer, from, count);
  const shorts = (from: number, count: number) => new Uint16Array(buffer, from, count);
  const small = (from: number, count: number) => new Uint8Array(buffer, from, count);
  const count = head.accounts;
  const x = take(singles, 4, count);
  const y = take(singles, 4, count);
  const began = take(shorts, 2, count);
  const certainty = take(small, 1, count);
  const part = take(small, 1, count);
  const flags = take(small, 1, count);
  const bonds = head.bonds.map((bond): Bond => ({ ...bond, has: running(take(shorts, 2, bond.accounts)) }));
  const gone = take(shorts, 2, head.replacements);
  const came = take(shorts, 2, head.replacements);
  const rest = bytes.subarray(at);
  let names: readonly string[] | null = null;
  return {
    campaign: head.campaign, count, from: head.from, to: head.to, middle: head.middle, parts: head.parts, bonds, x, y, began, certainty, part, flags, gone, came,
    bounds: boundsOf(head),
    // Decoded when somebody asks for the first: not before the picture is drawn.
    names: () => (names ??= new TextDecoder().decode(rest).split("\n")),
  };
}

/** Lists of places are written as differences. */
function running(differences: Uint16Array): Uint16Array {
  let sum = 0;
  for (let i = 0; i < differences.length; i++) {
    sum += differences[i]!;
    differences[i] = sum;
  }
  return differences;
}

function boundsOf(head: Head): Picture["bounds"] {
  let [left, top, right, bottom] = [-head.middle, -head.middle, head.middle, head.middle];
  for (const part of head.parts) {
    left = Math.min(left, part.x - part.r);
    top = Math.min(top, part.y - part.r);
    right = Math.max(right, part.x + part.r);
    bottom = Math.max(bottom, part.y + part.r);
  }
  return { left, top, right, bottom };
}
