import {ask, badge, bdi, clock, full, h, length, size, status, took} from './dom.js';
import {player} from './waveform.js';

/** Shows one call: its details, its recording, and every request about it. */

const FURTHER = {
  workspaceId: 'Workspace', languageCode: 'Language', purpose: 'Purpose', disposition: 'Disposition',
  meetingUrl: 'Meeting', callProviderCode: 'Provider', customData: 'Custom data',
};

export function callView(callId) {
  const title = h('h1', {}, callId);
  const head = h('div', {class: 'facts'});
  const parties = h('div', {class: 'block'});
  const sound = h('div', {class: 'block'});
  const uploads = h('div', {class: 'block'});
  const requests = h('div', {class: 'block'});
  const json = h('pre', {tabindex: 0, 'aria-label': 'Details as JSON'});
  let shown = '';
  let playing = null;

  function row(name, ...values) {
    return values.flat().some(value => value !== '' && value !== null && value !== undefined)
      ? h('div', {}, h('dt', {}, name), h('dd', {}, values)) : null;
  }

  function grid(caption, heads, rows) {
    return [h('h2', {}, caption), h('div', {class: 'wide', tabindex: 0, role: 'region', 'aria-label': caption}, h('table', {},
      h('thead', {}, h('tr', {}, heads.map(name => h('th', {scope: 'col'}, name)))),
      h('tbody', {}, rows.map(cells => h('tr', {}, cells.map(cell => h('td', {}, cell ?? '')))))))];
  }

  function person(call, id) {
    return id ? [bdi(id), ...(call.users[id] ? [' ', h('span', {class: 'quiet'}, bdi(call.users[id]))] : [])] : '';
  }

  const text = value => value === undefined || value === null ? '' : bdi(typeof value === 'object' ? JSON.stringify(value) : String(value));

  function facts(call) {
    const details = call.details;
    const accepted = call.uploads.find(upload => upload.accepted);
    title.replaceChildren(bdi(call.title));
    document.title = `${call.title} – Gong simulator`;
    head.replaceChildren(badge(call.state), h('dl', {},
      row('Started', full(call.start)),
      row('Duration', length(call.seconds)),
      row('Media', call.bytes === undefined ? '' : size(call.bytes), accepted?.type ? ', ' : '', accepted ? text(accepted.type) : ''),
      row('Direction', text(details.direction)),
      row('Primary user', person(call, details.primaryUser)),
      row('Call ID', text(call.id)),
      row('Client unique ID', text(details.clientUniqueId)),
      ...Object.entries(FURTHER).map(([field, name]) => row(name, text(details[field]))),
      row('Registered', full(call.registered))));
  }

  function people(call) {
    const channel = party => ({0: 'left', 1: 'right'})[party.mediaChannelId];
    parties.replaceChildren(...grid('People', ['Name', 'Gong user', 'Address', 'Number', 'Channel'], call.details.parties.map(party => [
      text(party.name), person(call, party.userId), text(party.emailAddress), text(party.phoneNumber),
      channel(party) ? h('span', {class: `lane ${channel(party)}`}, channel(party)) : '',
    ])));
  }

  function recording(call) {
    const accepted = call.uploads.find(upload => upload.accepted);
    if (accepted?.kept) {
      if (!playing) {
        const names = [0, 1].map(channel => call.details.parties
          .filter(party => party.mediaChannelId === channel)
          .map(party => party.name ?? call.users[party.userId] ?? party.emailAddress ?? party.phoneNumber ?? party.userId ?? '')
          .join(', '));
        playing = player(`/media/${call.id}`, accepted.bytes, names);
        sound.replaceChildren(h('h2', {}, 'Recording'), playing.element);
      }
    } else if (!playing) {
      sound.replaceChildren(h('h2', {}, 'Recording'), h('p', {class: 'quiet'}, accepted
        ? 'The simulator no longer has the media, or was told to keep none.'
        : 'No media has been accepted yet.'));
    }
  }

  function transfers(call) {
    uploads.replaceChildren(...(call.uploads.length === 0 ? [] : grid('Uploads',
      ['Began', 'Result', 'Media', 'Took', 'Rate', 'SHA-256'], call.uploads.map(upload => [
        clock(upload.started),
        h('span', {class: upload.accepted ? 'good' : 'bad'}, bdi(upload.outcome)),
        size(upload.bytes), took(upload.took), `${size(upload.bytes * 1000 / Math.max(1, upload.took))}/s`,
        h('code', {class: 'hash'}, upload.sha256 ?? ''),
      ]))));
    requests.replaceChildren(...grid('Requests about this call', ['Time', 'Request', 'Status', 'Gong’s words', 'Took', 'Request ID'],
      call.requests.map(request => [
        clock(request.at), [`${request.method} `, bdi(request.path)], status(request), text(request.words), took(request.took),
        h('code', {}, request.requestId),
      ])));
    json.replaceChildren(bdi(JSON.stringify(call.details, null, 2)));
  }

  async function refresh() {
    try {
      const call = await ask(`/page/calls/${callId}`);
      const now = JSON.stringify(call);
      if (now !== shown) {
        shown = now;
        facts(call);
        people(call);
        recording(call);
        transfers(call);
      }
    } catch (e) {
      if (shown === '') {
        head.replaceChildren(h('p', {role: 'alert'}, `There is no call ${callId} here. `, h('a', {href: '#/'}, 'All calls')));
      }
    }
  }

  refresh();
  return {
    title: `Call ${callId}`,
    element: h('article', {class: 'view call'},
      h('p', {class: 'back'}, h('a', {href: '#/'}, '← All calls')),
      title, head, sound, parties, uploads, requests,
      h('details', {}, h('summary', {}, 'All details, as sent'), json)),
    update: refresh,
    leave: () => playing?.stop(),
  };
}
