/**
 * What each code of the standard means, in short. One entry per code, entries divided by `|`; "month to date", "year to date", Federal Funds (FF)
 * and Clearing House Funds (CHF) are the standard's own notions.
 */
const STATUS = `
010 Opening ledger balance|011 Average opening ledger balance, month to date|012 Average opening ledger balance, year to date
015 Closing ledger balance|020 Average closing ledger balance, month to date|021 Average closing ledger balance, last month
022 Sum of balance adjustments|024 Average closing ledger balance, year to last month|025 Average closing ledger balance, year to date
030 Current ledger balance|037 Net ACH position|039 Opening available balance with today's ACH and DTC deposits
040 Opening available balance|041 Average opening available balance, month to date|042 Average opening available balance, year to date
043 Average available balance, last month|044 Opening available balance for disbursements|045 Closing available balance
050 Average closing available balance, month to date|051 Average closing available balance, last month
054 Average closing available balance, year to last month|055 Average closing available balance, year to date
056 Loan balance|057 Total of investments|059 Current available balance without cash reserve|060 Current available balance
061 Average current available balance, month to date|062 Average current available balance, year to date|063 Total float
065 Target balance|066 Adjusted balance|067 Adjusted balance, month to date|068 Adjusted balance, year to date
070 Float of today|072 Float of one day|073 Correction of float|074 Float of two or more days|075 Float of three or more days
076 Balance adjustment|077 Average balance adjustment, month to date|078 Average balance adjustment, year to date
079 Float of four days|080 Float of five days|081 Float of six days|082 Average one-day float, month to date
083 Average one-day float, year to date|084 Average two-day float, month to date|085 Average two-day float, year to date
086 Balance for the calculation of transfers|701 Outstanding loan principal|703 Commitment still available|705 Payment due
707 Principal past due|709 Interest past due`;

const CREDIT = `
100 All credits|101 All credits, month to date|105 Credits not listed|106 Deposits subject to float|107 Adjustment credits, year to date
108 Credit of any kind|109 Today's lockbox deposits|110 Lockbox deposits|115 Lockbox deposit|116 Item of a lockbox deposit
118 Lockbox correction credit|120 EDI credits|121 EDI credit|122 EDIBANX credit received|123 EDIBANX credit returned
130 Concentration credits|131 DTC credits|135 DTC concentration credit|136 Item of a DTC deposit|140 ACH credits|142 ACH credit received
143 Item of an ACH deposit|145 ACH concentration credit|146 Bank card deposits|147 Bank card deposit|150 Preauthorized payment credits
155 Preauthorized draft credit|156 Item of a preauthorized deposit|158 Real-time payment credit|159 Real-time payment credits|160 ACH disbursing funding credits
162 Corporate trade payment settlements|163 Corporate trade payment credits|164 Corporate trade payment credit
165 Preauthorized ACH credit|166 ACH settlement credit|167 ACH settlement credits|168 ACH return or adjustment settlement credit
169 Other ACH credit|170 Other check deposits|171 Loan deposit|172 Deposit correction credit|173 Deposit prepared by the bank
174 Other deposit|175 Check deposit package|176 Check deposited again|178 Credits from a posting list|180 Loan proceeds
182 Deposits prepared by the bank|184 Draft deposit|185 Other deposits|186 Cash letter credits|187 Cash letter credit
188 Cash letter corrections|189 Cash letter correction credit|190 Incoming money transfers|191 Incoming internal money transfer
195 Incoming money transfer|196 Money transfer correction credit|198 Compensation received|200 Automatic transfer credits
201 Automatic transfer credit|202 Bond operations credit|205 Book transfer credits|206 Book transfer credit
207 International money transfer credits|208 International money transfer credit|210 International credits
212 Foreign letter of credit|213 Letter of credit, credit|214 Foreign exchange credit|215 Letters of credit, credits
216 Foreign remittance credit|218 Foreign collection credit|221 Foreign check purchase|222 Foreign checks deposited
224 Commission received|226 International money market credit|227 Standing order credit|229 Other international credit
230 Securities credits|231 Collection credits|232 Sale of a debt security|233 Securities sold|234 Sale of an equity security
235 Reverse repurchase order matured|236 Debt security matured|237 Collection credit|238 Dividend collected
239 Bankers' acceptance credits|240 Coupons collected from banks|241 Bankers' acceptance credit|242 Interest income collected
243 Federal funds purchased, matured|244 Interest or matured principal received|245 Monthly dividends|246 Commercial paper credit
247 Capital change credit|248 Savings bond sales correction credit|249 Other securities credit|250 Checks posted and returned
251 Debit reversals|252 Debit reversal|254 Correction of a posting error, credit|255 Check posted and returned
256 ACH returns, credits|257 ACH return credit|258 ACH reversal credit|260 Rejected credits|261 Rejected credit|263 Overdraft credit
266 Return item credit|268 Return item correction credit|270 Zero balance account credits|271 Net amount of zero balance accounts
274 Zero balance or disbursement credits, cumulative|275 Zero balance account credit|276 Zero balance account float correction
277 Zero balance account credit transfer|278 Zero balance account credit correction|280 Controlled disbursement credits
281 Controlled disbursement credit|285 DTC disbursement credits|286 DTC disbursement credit|294 ATM credits|295 ATM credit
301 Commercial deposit|302 Correspondent bank deposit|303 Wire transfers in, FF|304 Wire transfers in, CHF|305 Federal funds sold, total
306 Federal funds sold|307 Trust credits|308 Trust credit|309 Value-dated funds|310 Commercial deposits|315 International credits, FF
316 International credits, CHF|318 Foreign checks purchased|319 Late deposit|320 Securities sold, FF|321 Securities sold, CHF
324 Securities matured, FF|325 Securities matured, CHF|326 Securities interest|327 Securities matured|328 Securities interest, FF
329 Securities interest, CHF|330 Escrow credits|331 Escrow credit|332 Other securities credits, FF|336 Other securities credits, CHF
338 Securities sold, total|340 Broker deposits|341 Broker deposits, FF|342 Broker deposit|343 Broker deposits, CHF
344 Back value credit|345 Item of a broker deposit|346 Sweep interest income|347 Sweep principal sold|348 Futures credit
349 Principal payment credit|350 Investments sold|351 Investment sold|352 Cash center credits|353 Cash center credit|354 Interest credit
355 Investment interest|356 Credit adjustments|357 Credit adjustment|358 Adjustment credit, year to date|359 Interest adjustment credit
360 Credits without wire transfers and returned checks|361 All credits less all debits|362 Correspondent collection credit
363 Correspondent collection correction credit|364 Loan participation credit|366 Currency and coin deposited
367 Food stamp letter credit|368 Food stamp correction credit|369 Clearing settlement credit|370 Back value credits
372 Back value correction credit|373 Customer payroll credit|374 Federal Reserve statement recap credit
376 Savings bond letter or correction credit|377 Treasury tax and loan credit|378 Treasury transfer credit
379 Federal Reserve government checks cash letter credit|381 Federal Reserve government check correction credit
382 Federal Reserve postal money order credit|383 Federal Reserve postal money order correction credit
384 Federal Reserve cash letter automatic charge credit|385 Universal credits
386 Federal Reserve cash letter automatic charge correction credit|387 Federal Reserve fine-sort cash letter credit
388 Federal Reserve fine-sort correction credit|389 Freight payment credits|390 Other credits|391 Universal credit
392 Freight payment credit|393 Itemized credit over 10,000 dollars|394 Credits, cumulative|395 Check reversal
397 Float correction credit|398 Refund of other fees|399 Other credit|720 Loan payments|721 Payment applied to interest
722 Payment applied to principal|723 Payment applied to escrow|724 Payment applied to late charges|725 Payment applied to buydown
726 Payment applied to other fees|727 Payment applied to deferred interest|728 Payment applied to service charge`;

const DEBIT = `
400 All debits|401 All debits, month to date|403 Today's debits|405 Debits without wire transfers and chargebacks|406 Debits not listed
408 Float correction debit|409 Debit of any kind|410 Adjustments, year to date|412 Debits without returned items|415 Lockbox debit
416 Lockbox debits|420 EDI debits|421 EDI debit|422 EDIBANX settlement debit|423 EDIBANX return debit|430 Payable-through drafts
435 Payable-through draft|445 ACH concentration debit|446 ACH disbursement funding debits|447 ACH disbursement funding debit
450 ACH debits|451 ACH debit received|452 Item of an ACH disbursement or debit|455 Preauthorized ACH debit|458 Real-time payment debit
459 Real-time payment debits|462 ACH debit started by the account holder|463 Corporate trade payment debits|464 Corporate trade payment debit
465 Corporate trade payment settlements, debits|466 ACH settlement debit|467 ACH settlement debits
468 ACH return or adjustment settlement debit|469 Other ACH debit|470 Checks paid|471 Checks paid, month to date
472 Checks paid, cumulative|474 Certified check debit|475 Check paid|476 Federal Reserve letter debit|477 Debit started by the bank
478 Debits from a posting list|479 Debit from a posting list|480 Loan payments made|481 Loan payment made|482 Debits started by the bank
484 Draft|485 DTC debit|486 Cash letter debits|487 Cash letter debit|489 Cash letter correction debit|490 Outgoing money transfers
491 Outgoing internal money transfer|493 Money transfer started at a customer terminal|495 Outgoing money transfer
496 Money transfer correction debit|498 Compensation paid|500 Automatic transfer debits|501 Automatic transfer debit
502 Bond operations debit|505 Book transfer debits|506 Book transfer debit|507 International money transfer debits
508 International money transfer debit|510 International debits|512 Letter of credit debit|513 Letter of credit, debit
514 Foreign exchange debit|515 Letters of credit, debits|516 Foreign remittance debit|518 Foreign collection debit
522 Foreign checks paid|524 Commission paid|526 International money market debit|527 Standing order debit
529 Other international debit|530 Securities debits|531 Securities purchased|532 Securities purchased, total
533 Security collection debit|534 Other securities debits, FF|535 Purchase of equity securities|536 Other securities debits, CHF
537 Collection debits|538 Repurchase order matured|539 Bankers' acceptance debits|540 Coupon collection debit
541 Bankers' acceptance debit|542 Purchase of debt securities|543 Domestic collection debit|544 Interest or matured principal paid
546 Commercial paper debit|547 Capital change debit|548 Savings bond sales correction debit|549 Other securities debit
550 Deposited items returned|551 Credit reversals|552 Credit reversal|554 Correction of a posting error, debit
555 Deposited item returned|556 ACH returns, debits|557 ACH return debit|558 ACH reversal debit|560 Rejected debits|561 Rejected debit
563 Overdraft debit|564 Overdraft fee|566 Return item debit|567 Return item fee|568 Return item correction debit
570 Zero balance account debits|574 Zero balance account debits, cumulative|575 Zero balance account debit
577 Zero balance account debit transfer|578 Zero balance account debit correction|580 Controlled disbursement debits
581 Controlled disbursement debit|583 Disbursement checks paid, early presentment|584 Disbursement checks paid, later presentment
585 Funding needed for disbursements|586 Estimate of Federal Reserve presentments|587 Debits after notification
588 Disbursement checks paid, last presentment|590 DTC debits|594 ATM debits|595 ATM debit|596 Account reconciliation debits
597 Account reconciliation debit|601 Estimated disbursements|602 Adjusted disbursements|610 Funds required|611 Wire transfers out, CHF
612 Wire transfers out, FF|613 International debits, CHF|614 International debits, FF
615 Federal Reserve commercial bank debits|616 Federal Reserve commercial bank debit|617 Securities purchased, CHF
618 Securities purchased, FF|621 Broker debits, CHF|622 Broker debit|623 Broker debits, FF|625 Broker debits
626 Federal funds purchased, total|627 Federal funds purchased|628 Cash center debits|629 Cash center debit|630 Debit adjustments
631 Debit adjustment|632 Trust debits|633 Trust debit|634 Adjustment debit, year to date|640 Escrow debits|641 Escrow debit
644 Back value debit|646 Debit for the calculation of transfers|650 Investments purchased|651 Investment purchased|654 Interest debit
655 Investment interest debits|656 Sweep principal bought|657 Futures debit|658 Principal payment debit|659 Interest adjustment debit
661 Account analysis fee|662 Correspondent collection debit|663 Correspondent collection correction debit
664 Loan participation debit|665 Intercepted debits|666 Currency and coin shipped|667 Food stamp letter debit
668 Food stamp correction debit|669 Clearing settlement debit|670 Back value debits|672 Back value correction debit
673 Customer payroll debit|674 Federal Reserve statement recap debit|676 Savings bond letter or correction debit
677 Treasury tax and loan debit|678 Treasury transfer debit|679 Federal Reserve government checks cash letter debit
681 Federal Reserve government check correction debit|682 Federal Reserve postal money order debit
683 Federal Reserve postal money order correction debit|684 Federal Reserve cash letter automatic charge debit
685 Universal debits|686 Federal Reserve cash letter automatic charge correction debit|687 Federal Reserve fine-sort cash letter debit
688 Federal Reserve fine-sort correction debit|689 Federal Reserve freight payment debits|690 Other debits|691 Universal debit
692 Freight payment debit|693 Itemized debit over 10,000 dollars|694 Deposit reversal|695 Deposit correction debit
696 Regular collection debit|697 Debits, cumulative|698 Other fees|699 Other debit|760 Loan disbursement|890 Text without money`;

const NAMES: ReadonlyMap<string, string> = new Map(
  [STATUS, CREDIT, DEBIT].flatMap((block) =>
    block
      .trim()
      .split(/[|\n]/)
      .map((entry): [string, string] => [entry.slice(0, 3), entry.slice(4)]),
  ),
);

/** What a BAI2 type code of the standard means, in a few English words; null for a code that banks define themselves. */
export function findBaiCodeName(code: string): string | null {
  return NAMES.get(code) ?? null;
}

/** Every code of the standard with its name, in order. */
export function listBaiCodeNames(): [code: string, name: string][] {
  return [...NAMES].sort(([a], [b]) => a.localeCompare(b));
}
