// What people do before, while and after an installation is lost, over HTTP as browsers do it: node visitor.mjs seed|write|compare ORIGIN FILE
import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

const [step, origin, file, ...options] = process.argv.slice(2);
const cases = 6;

class Browser {
  constructor(cookies = {}) {
    this.cookies = cookies;
  }

  async ask(method, path, body) {
    const headers = { 'X-Telehealth': '1', Cookie: Object.entries(this.cookies).map((pair) => pair.join('=')).join('; ') };
    const isForm = body instanceof FormData;
    if (body !== undefined && !isForm) {
      headers['Content-Type'] = 'application/json';
    }
    const answer = await fetch(origin + path, {
      method,
      headers,
      body: body === undefined || isForm ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0].split('=');
      this.cookies[name] = value;
    }
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    }
    return answer;
  }

  async json(method, path, body) {
    return (await this.ask(method, path, body)).json();
  }

  async signIn(userName) {
    await this.json('POST', '/api/session', { userName, password: 'telehealth-demo' });
    return this;
  }

  async addPhoto(consultation) {
    const form = new FormData();
    form.append('file', new Blob([picture()], { type: 'image/png' }), 'photo.png');
    return this.json('POST', `/api/consultations/${consultation}/photos`, form);
  }
}

/** A small picture unlike any other: photos are kept by their content. */
function picture() {
  const chunk = (name, content) => {
    const checked = Buffer.concat([Buffer.from(name, 'ascii'), content]);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(content.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(checked));
    return Buffer.concat([size, checked, sum]);
  };
  const header = Buffer.from([0, 0, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, 0]);
  const rows = Buffer.concat(Array.from({ length: 8 }, () => Buffer.concat([Buffer.from([0]), Buffer.from(randomUUID().slice(0, 8))])));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    }
  }
  return (sum ^ 0xffffffff) >>> 0;
}

const note = {
  chiefComplaint: '咳嗽三天',
  findings: '咽部充血',
  diagnoses: [{ code: 'J06.9', text: '急性上呼吸道感染' }],
  syndrome: { code: 'SE72', text: '热证' },
  advice: '多饮水,三天后复诊',
};
const complaint = { symptoms: ['cough', 'fever'], text: '咳嗽三天', duration: 'days', severity: 'moderate', redFlags: [] };

/** Cases with photos and chat: two signed, some under way, one waiting. Keeps what their people saw, and their cookies. */
async function seed() {
  const clinic = await new Browser().signIn('clinic-ma');
  const doctor = await new Browser().signIn('dr-li');
  const departments = await clinic.json('GET', '/api/departments');
  const department = departments.find((each) => each.name.en === 'Cardiology').id;
  const patients = await clinic.json('GET', '/api/patients');
  const ids = [];
  for (let number = 0; number < cases; number++) {
    const opened = await clinic.json('POST', '/api/consultations', { patientId: patients[number].id, departmentId: department });
    await clinic.json('PUT', `/api/consultations/${opened.id}/case`, await draftOf(clinic, opened.id));
    await clinic.addPhoto(opened.id);
    await clinic.json('POST', `/api/consultations/${opened.id}/submit`, { departmentId: department, urgency: 3 });
    ids.push(opened.id);
    if (number === cases - 1) {
      break;
    }
    await doctor.json('POST', `/api/consultations/${opened.id}/accept`);
    for (let line = 1; line <= 5; line++) {
      await say(line % 2 ? doctor : clinic, opened.id, randomUUID());
    }
    if (number < 2) {
      await doctor.json('POST', `/api/consultations/${opened.id}/end`);
      await doctor.json('PUT', `/api/consultations/${opened.id}/note`, { text: note, version: 1 });
      await doctor.json('POST', `/api/consultations/${opened.id}/note/sign`, { text: note, version: 1 });
    }
  }
  const kept = { department, ids, cookies: { clinic: clinic.cookies, doctor: doctor.cookies } };
  kept.seen = await look(kept);
  writeFileSync(file, JSON.stringify(kept));
  console.error(`${ids.length} cases, ${ids.length} photos, ${(cases - 1) * 5} messages, 2 signed notes`);
}

async function draftOf(clinic, id) {
  const { vitalSigns } = await clinic.json('GET', `/api/consultations/${id}`);
  return { complaint, history: '', vitalSigns, urgency: 3 };
}

function say(browser, id, clientMessageId, photoId) {
  return browser.json('POST', `/api/consultations/${id}/messages`, { clientMessageId, text: `讯息 ${clientMessageId}`, photoId });
}

/** Everything that must be the same after a restore, as the people of these sessions see it. */
async function look(kept) {
  const clinic = new Browser({ ...kept.cookies.clinic });
  const doctor = new Browser({ ...kept.cookies.doctor });
  const seen = { queue: (await doctor.json('GET', `/api/departments/${kept.department}/queue`)).map((entry) => entry.consultationId) };
  for (const id of kept.ids) {
    const details = await clinic.json('GET', `/api/consultations/${id}`);
    const messages = await chatOf(clinic, id);
    const photos = [];
    for (const photo of details.photos) {
      const answer = await clinic.ask('GET', `/api/consultations/${id}/photos/${photo.id}`);
      photos.push(Buffer.from(await answer.arrayBuffer()).toString('base64'));
    }
    seen[id] = { status: details.status, note: details.note, photos, messages };
  }
  return seen;
}

async function chatOf(browser, id) {
  const messages = [];
  for (;;) {
    const more = await browser.json('GET', `/api/consultations/${id}/messages?after=${messages.at(-1)?.sequence ?? 0}`);
    if (more.length === 0) {
      return messages;
    }
    messages.push(...more);
  }
}

/** Several people write until the server is gone; what it confirmed is appended to the file. */
async function write() {
  const kept = JSON.parse(readFileSync(options[0], 'utf8'));
  const talks = kept.ids.slice(2, cases - 1);
  await Promise.all(
    talks.flatMap((id) => ['clinic', 'doctor'].map(async (who) => {
      const browser = new Browser({ ...kept.cookies[who] });
      for (let number = 1; ; number++) {
        const clientMessageId = randomUUID();
        try {
          // A case takes nine photos in its chat.
          const photo = number % 20 === 0 && number <= 80 ? await browser.addPhoto(id) : undefined;
          const stored = await say(browser, id, clientMessageId, photo?.id);
          appendFileSync(file, `${JSON.stringify({ id, clientMessageId, sequence: stored.sequence, photo: photo?.id, at: Date.now() })}\n`);
        } catch {
          return;
        }
      }
    })),
  );
}

/** The sessions given before the loss still open the same cases. With a file of confirmed messages, each of them is there once. */
async function compare() {
  const kept = JSON.parse(readFileSync(file, 'utf8'));
  const now = await look(kept);
  const confirmed = options[0] === undefined ? undefined : readFileSync(options[0], 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  const faults = [];
  for (const id of kept.ids) {
    const before = kept.seen[id];
    const after = now[id];
    const same = (what, one, other) => JSON.stringify(one) === JSON.stringify(other) || faults.push(`${id}: ${what} differs`);
    same('status', before.status, after.status);
    same('note', before.note, after.note);
    same('chat', before.messages, after.messages.slice(0, before.messages.length));
    for (const photo of before.photos) {
      after.photos.includes(photo) || faults.push(`${id}: a photo is lost`);
    }
    const gap = after.messages.findIndex((message, index) => message.sequence !== index + 1);
    gap < 0 || faults.push(`${id}: the chat's sequence breaks at ${gap + 1}`);
  }
  JSON.stringify(kept.seen.queue) === JSON.stringify(now.queue) || faults.push('the queue differs');
  const result = { cases: kept.ids.length, faults };
  if (confirmed !== undefined) {
    const count = (line) => now[line.id].messages.filter((message) => message.sequence === line.sequence && message.text.endsWith(line.clientMessageId)).length;
    const lost = confirmed.filter((line) => count(line) !== 1);
    result.confirmedWrites = confirmed.length;
    result.lostWrites = lost.length;
    result.lostMs = lost.length === 0 ? 0 : confirmed.at(-1).at - Math.min(...lost.map((line) => line.at));
    result.photosLost = await countLostPhotos(kept, confirmed);
  }
  console.log(JSON.stringify(result));
  process.exitCode = faults.length === 0 ? 0 : 1;
}

async function countLostPhotos(kept, confirmed) {
  const clinic = new Browser({ ...kept.cookies.clinic });
  let lost = 0;
  for (const line of confirmed.filter((each) => each.photo !== undefined)) {
    await clinic.ask('GET', `/api/consultations/${line.id}/photos/${line.photo}`).catch(() => lost++);
  }
  return lost;
}

await { seed, write, compare }[step]();
