import { once } from 'node:events';
import type { Instant, ShownStatement } from '@causeway/bank-simulator';
import PDFDocument from 'pdfkit';
import { presentAmount, presentDate, presentMonth } from './formats.ts';
import type { Look } from './looks/look.ts';

const MARGIN = 50;
const LINE = 15;
const PAGE = { width: 595.28, height: 841.89 };
const BOTTOM = PAGE.height - 80;
const COLUMNS = { date: MARGIN, text: MARGIN + 75, amount: 380, balance: 470 } as const;
const AMOUNT_WIDTH = 75;

/** What a statement of a month tells besides its rows. */
export interface StatementHead {
  readonly bankName: string;
  readonly companyId: string;
  /** As `2026-10`. */
  readonly month: string;
  readonly issuedAt: Instant;
}

/** Draws a statement with its rows and both balances. The same statement is the same file, to the last byte. */
export async function drawStatement(statement: ShownStatement, head: StatementHead, look: Look): Promise<Buffer> {
  const document = new PDFDocument({
    ...{ size: [PAGE.width, PAGE.height], margin: MARGIN, bufferPages: true },
    info: {
      Title: `${head.bankName} ${presentMonth(head.month)}`,
      // The file's own id is made of these, so that nothing of the present gets into it.
      CreationDate: new Date(head.issuedAt),
      ModDate: new Date(head.issuedAt),
    },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(document, 'end');
  const sheet = new StatementSheet(document, statement, look);
  sheet.drawHead(head);
  sheet.drawRows();
  sheet.drawFeet(head);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

/** A statement while it is drawn, from the top of the first page to the foot of the last. */
class StatementSheet {
  readonly #document: PDFKit.PDFDocument;
  readonly #statement: ShownStatement;
  readonly #look: Look;
  #y = MARGIN;

  constructor(document: PDFKit.PDFDocument, statement: ShownStatement, look: Look) {
    this.#document = document;
    this.#statement = statement;
    this.#look = look;
  }

  drawHead({ bankName, companyId, month }: StatementHead): void {
    const { account, from, to, opening, closing } = this.#statement;
    const { words, dateFormat } = this.#look;
    this.#document.font('Helvetica-Bold').fontSize(18).text(bankName, MARGIN, this.#y, { lineBreak: false });
    this.#y += 34;
    this.#document
      .fontSize(13)
      .text(words.statements.title(presentMonth(month)), MARGIN, this.#y, { lineBreak: false });
    this.#y += 26;
    const day = (date: typeof from) => presentDate(date, dateFormat);
    this.#drawFact(words.signIn.companyId, companyId);
    this.#drawFact(words.accounts.account, account.name);
    this.#drawFact(words.accounts.number, account.number);
    this.#drawFact(words.accounts.currency, account.currency);
    this.#drawFact(words.statements.period, `${day(from)} - ${day(to)}`);
    this.#drawFact(words.transactions.openingBalance(day(opening.date)), this.#present(opening.amount));
    this.#drawFact(words.transactions.closingBalance(day(closing.date)), this.#present(closing.amount));
    this.#y += LINE;
    this.#drawTableHead();
  }

  drawRows(): void {
    const { entries } = this.#statement;
    let balanceMinor = toMinor(this.#statement.opening.amount);
    for (const { bookingDate, text, amount } of entries) {
      if (this.#y > BOTTOM) this.#turnPage();
      balanceMinor += toMinor(amount);
      const date = bookingDate === null ? '' : presentDate(bookingDate, this.#look.dateFormat);
      this.#drawLine([date, text, this.#present(amount), this.#present(toDecimal(balanceMinor, amount))]);
    }
    if (entries.length === 0) this.#drawLine(['', this.#look.words.transactions.none, '', '']);
  }

  drawFeet({ bankName }: StatementHead): void {
    const { start, count } = this.#document.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      this.#document.switchToPage(page);
      // Below the margin, where text would otherwise begin a page of its own.
      this.#document.page.margins.bottom = 0;
      const text = `${bankName} - ${page + 1} / ${count}`;
      this.#document
        .font('Helvetica')
        .fontSize(8)
        .text(text, MARGIN, PAGE.height - 40, { lineBreak: false });
    }
  }

  #drawFact(label: string, value: string): void {
    this.#document.font('Helvetica').fontSize(9).text(label, MARGIN, this.#y, { lineBreak: false });
    this.#document.font('Helvetica-Bold').text(value, MARGIN + 190, this.#y, { lineBreak: false });
    this.#y += LINE;
  }

  #drawTableHead(): void {
    const { columns } = this.#look.words.transactions;
    this.#document.font('Helvetica-Bold');
    this.#drawCells([columns.date, columns.description, columns.amount, columns.balance]);
    this.#document
      .moveTo(MARGIN, this.#y - 3)
      .lineTo(PAGE.width - MARGIN, this.#y - 3)
      .lineWidth(0.5)
      .stroke();
  }

  #drawLine(cells: readonly [string, string, string, string]): void {
    this.#document.font('Helvetica');
    this.#drawCells(cells);
  }

  #drawCells([date, text, amount, balance]: readonly [string, string, string, string]): void {
    const right = { width: AMOUNT_WIDTH, align: 'right', lineBreak: false } as const;
    this.#document.fontSize(8.5);
    this.#document.text(date, COLUMNS.date, this.#y, { lineBreak: false });
    this.#document.text(this.#fit(text), COLUMNS.text, this.#y, { lineBreak: false });
    this.#document.text(amount, COLUMNS.amount, this.#y, right);
    this.#document.text(balance, COLUMNS.balance, this.#y, right);
    this.#y += LINE;
  }

  /** Cuts a text that would run into the amounts. */
  #fit(text: string): string {
    const room = COLUMNS.amount - COLUMNS.text - 8;
    let fitting = text;
    while (fitting !== '' && this.#document.widthOfString(fitting) > room) fitting = fitting.slice(0, -1);
    return fitting;
  }

  #turnPage(): void {
    this.#document.addPage();
    this.#y = MARGIN;
    this.#drawTableHead();
  }

  #present(amount: string): string {
    return presentAmount(amount, this.#statement.account.currency, this.#look.amountFormat);
  }
}

/** The digits of a decimal as one number; all amounts of an account have the same decimals. */
function toMinor(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

/** A number of minor units with as many decimals as another amount of the account. */
function toDecimal(minor: bigint, like: string): string {
  const decimals = like.split('.')[1]?.length ?? 0;
  const digits = `${minor < 0n ? -minor : minor}`.padStart(decimals + 1, '0');
  const sign = minor < 0n ? '-' : '';
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
