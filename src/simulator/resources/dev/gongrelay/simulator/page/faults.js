import {ask, bdi, h} from './dom.js';

/** Makes requests fail. */

export function faultsView() {
  const problem = h('p', {class: 'problem', role: 'alert'});
  const active = h('div', {class: 'active'});
  const endpoint = h('select', {id: 'endpoint'}, h('option', {value: 'any'}, 'any request'));
  let known = '';

  function show(answer) {
    if (endpoint.length === 1) {
      endpoint.append(...answer.endpoints.map(label => h('option', {value: label}, label)));
    }
    const text = JSON.stringify(answer.faults);
    if (text === known) {
      return;
    }
    known = text;
    active.replaceChildren(answer.faults.length === 0
      ? h('p', {class: 'quiet'}, 'Nothing fails.')
      : h('ul', {}, answer.faults.map(fault => h('li', {},
        h('strong', {}, fault.what), ' ', fault.times ? `the next ${fault.times === 1 ? '' : fault.times + ' times '}` : 'always ',
        'for ', h('code', {}, bdi(fault.endpoint === 'any' ? 'any request' : fault.endpoint))))));
  }

  async function act(action) {
    try {
      show(await action());
      problem.textContent = '';
    } catch (e) {
      problem.textContent = e.message;
    }
  }

  const order = body => act(() => ask('/page/faults', {
    method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body),
  }));

  function form(legend, button, fields, body) {
    return h('form', {class: 'fault', onsubmit: event => {
      event.preventDefault();
      order(body());
    }}, h('fieldset', {}, h('legend', {}, legend), fields, h('button', {type: 'submit'}, button)));
  }

  const number = (id, value, min, max) => h('input', {id, type: 'number', value, min, max, required: true});
  const text = (id, value) => h('input', {id, type: 'text', value, required: true, size: 8, autocomplete: 'off'});
  const status = number('status', 429, 400, 599);
  const times = number('times', 3, 1, 9999);
  const rate = text('rate', '1MB/s');
  const after = text('after', '20MB');
  const drops = number('drops', 1, 1, 9999);
  const label = (id, title, field) => h('label', {for: id}, title, ' ', field);

  act(() => ask('/page/faults'));
  return {
    title: 'Faults',
    element: h('section', {class: 'view faults'},
      h('h1', {}, 'Faults'),
      h('p', {class: 'quiet'}, 'Makes the next requests fail. The command line has the same options: ',
        h('code', {}, '--fail 429:3'), ', ', h('code', {}, '--slow 1MB/s'), ', ', h('code', {}, '--drop-after 20MB'), '.'),
      problem,
      form('Refuse requests', 'Refuse', [
        label('status', 'Status', status), label('times', 'Times', times), label('endpoint', 'Request', endpoint),
      ], () => ({fail: `${status.value}:${times.value}`, endpoint: endpoint.value})),
      form('Read every upload slowly', 'Slow down', [label('rate', 'Rate', rate)], () => ({slow: rate.value})),
      form('Drop the connections of uploads', 'Drop', [label('after', 'After', after), label('drops', 'Times', drops)],
        () => ({'drop-after': `${after.value}:${drops.value}`})),
      h('h2', {}, 'Active faults'), active,
      h('button', {type: 'button', onclick: () => act(() => ask('/page/faults', {method: 'DELETE'}))}, 'Clear all')),
    update: () => act(() => ask('/page/faults')),
    leave() {},
  };
}
