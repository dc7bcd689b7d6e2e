import type { BalanceType, RailHint } from '../statement.ts';

type TypeCodeLevel = 'status' | 'summary' | 'detail';

export interface TypeCode {
  readonly code: string;
  /** Null for balances and records that carry no money. */
  readonly direction: 'credit' | 'debit' | null;
  readonly level: TypeCodeLevel;
  /** `standard`: in the published list; `bankDefined`: in the ranges left to banks; `unknown`: in neither. */
  readonly origin: 'standard' | 'bankDefined' | 'unknown';
}

const STATUS_CODES =
  '010 011 012 015 020 021 022 024 025 030 037 039 040 041 042 043 044 045 050 051 054 055 056 057 059 060 061 062 063 065 ' +
  '066 067 068 070 072 073 074 075 076 077 078 079 080 081 082 083 084 085 086 701 703 705 707 709';

const SUMMARY_CODES =
  '100 101 105 106 107 109 110 120 130 131 140 146 150 159 160 162 163 167 170 178 180 182 185 186 188 190 200 205 207 210 215 ' +
  '230 231 239 245 250 251 256 260 270 271 280 285 294 302 303 304 305 307 309 310 315 316 318 319 320 321 324 325 326 327 ' +
  '328 329 330 332 336 338 340 341 343 350 352 355 356 360 361 370 385 389 390 ' +
  '400 401 403 405 406 410 412 416 420 430 446 450 459 463 465 467 470 471 478 480 482 486 490 500 505 507 510 515 530 532 534 ' +
  '536 537 539 550 551 556 560 570 580 583 584 585 586 587 588 590 594 596 601 602 610 611 612 613 614 615 617 618 621 623 ' +
  '625 626 628 630 632 640 646 650 655 665 670 685 689 690 720';

const DETAIL_CODES =
  '108 115 116 118 121 122 123 135 136 142 143 145 147 155 156 158 164 165 166 168 169 171 172 173 174 175 176 184 187 189 191 ' +
  '195 196 198 201 202 206 208 212 213 214 216 218 221 222 224 226 227 229 232 233 234 235 236 237 238 240 241 242 243 244 ' +
  '246 247 248 249 252 254 255 257 258 261 263 266 268 274 275 276 277 278 281 286 295 301 306 308 331 342 344 345 346 347 ' +
  '348 349 351 353 354 357 358 359 362 363 364 366 367 368 369 372 373 374 376 377 378 379 381 382 383 384 386 387 388 391 ' +
  '392 393 394 395 397 398 399 ' +
  '408 409 415 421 422 423 435 445 447 451 452 455 458 462 464 466 468 469 472 474 475 476 477 479 481 484 485 487 489 491 493 ' +
  '495 496 498 501 502 506 508 512 513 514 516 518 522 524 526 527 529 531 533 535 538 540 541 542 543 544 546 547 548 549 ' +
  '552 554 555 557 558 561 563 564 566 567 568 574 575 577 578 581 595 597 616 622 627 629 631 633 634 641 644 651 654 656 ' +
  '657 658 659 661 662 663 664 666 667 668 669 672 673 674 676 677 678 679 681 682 683 684 686 687 688 691 692 693 694 695 ' +
  '696 697 698 699 721 722 723 724 725 726 727 728 760 890';

const STANDARD_LEVELS: ReadonlyMap<string, TypeCodeLevel> = new Map([
  ...listLevel(STATUS_CODES, 'status'),
  ...listLevel(SUMMARY_CODES, 'summary'),
  ...listLevel(DETAIL_CODES, 'detail'),
]);

const RAILS: ReadonlyMap<string, RailHint> = new Map([
  ...listRail('142 143 164 165 166 168 169 257 258 445 447 451 455 464 466 468 469 557 558', 'ach'),
  ...listRail('191 195 196 208 491 495 496 508', 'wire'),
  ...listRail('158 458', 'instant'),
  ...listRail('201 206 501 506', 'book'),
  ...listRail('275 277 575 577', 'zba'),
  ...listRail('175 187 255 395 472 475 522 555', 'check'),
  ...listRail('115 116 415', 'lockbox'),
  ...listRail('301 366 666', 'cash'),
  ...listRail('354 654', 'interest'),
  ...listRail('661 698', 'fee'),
  ...listRail('108 171 174 214 357 391 399 409 481 552 631 695 699 721 722', 'other'),
]);

/** Items that undo an earlier movement: returns, reversals and their settlements. */
const RETURN_CODES: ReadonlySet<string> = new Set('168 257 258 266 468 555 557 558 566'.split(' '));

const BALANCE_TYPES: ReadonlyMap<string, BalanceType> = new Map([
  ['010', 'opening'],
  ['015', 'closing'],
  ['030', 'currentLedger'],
  ['040', 'openingAvailable'],
  ['045', 'closingAvailable'],
  ['060', 'currentAvailable'],
]);

/** Classifies a type code of three digits; null when the text is not one. */
export function findTypeCode(code: string): TypeCode | null {
  if (!/^\d{3}$/.test(code)) return null;
  const number = Number(code);
  const standard = STANDARD_LEVELS.get(code);
  const direction = directionOf(number);
  if (standard !== undefined)
    return { code, direction: standard === 'status' ? null : direction, level: standard, origin: 'standard' };
  const isStatus = number < 100 || (number >= 900 && number <= 919);
  return { code, direction, level: isStatus ? 'status' : 'detail', origin: number >= 900 ? 'bankDefined' : 'unknown' };
}

/**
 * The side a number range stands for: 100–399 credit, 400–699 debit, 720–759 credit and 760 debit on loans, and of the
 * ranges left to banks 920–959 credit and 960–999 debit.
 */
function directionOf(number: number): 'credit' | 'debit' | null {
  if (number < 100) return null;
  if (number <= 399) return 'credit';
  if (number <= 699) return 'debit';
  if (number >= 720 && number <= 759) return 'credit';
  if (number === 760) return 'debit';
  if (number >= 920 && number <= 959) return 'credit';
  return number >= 960 && number <= 999 ? 'debit' : null;
}

/**
 * The side of a code in National Australia Bank's dialect, which numbers its own credits 900–949 and debits 950–999 and
 * otherwise follows the standard.
 */
export function findNaiDirection(code: string): 'credit' | 'debit' | null {
  const number = Number(code);
  if (number >= 900) return number <= 949 ? 'credit' : 'debit';
  return directionOf(number);
}

/** Payment channel that a type code stands for, as far as it is beyond doubt; null where the code says nothing of it. */
export function findBaiCodeRail(code: string): RailHint | null {
  return RAILS.get(code) ?? null;
}

/** Whether the code stands for an item that came back, such as a returned cheque or an ACH return. */
export function isReturnCode(code: string): boolean {
  return RETURN_CODES.has(code);
}

/** The balance a status code stands for; `other` for the many averages and floats. */
export function balanceTypeOf(code: string): BalanceType {
  return BALANCE_TYPES.get(code) ?? 'other';
}

function listLevel(codes: string, level: TypeCodeLevel): [string, TypeCodeLevel][] {
  return codes.split(' ').map((code) => [code, level]);
}

function listRail(codes: string, rail: RailHint): [string, RailHint][] {
  return codes.split(' ').map((code) => [code, rail]);
}
