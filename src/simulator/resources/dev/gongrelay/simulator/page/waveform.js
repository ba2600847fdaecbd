import {bdi, h, length} from './dom.js';
import {findPeaks} from './peaks.js';

/** A player with the browser's controls, a waveform with a lane for each channel, and a choice of channels. */

const LANE = 64;
const SIDES = ['Left', 'Right'];
const STEP_SECONDS = 5;

/** @param speakers names by channel */
export function player(url, size, speakers) {
  const audio = h('audio', {controls: true, preload: 'metadata', src: url, 'aria-label': 'Recording'});
  const canvas = h('canvas', {height: LANE});
  const head = h('div', {class: 'playhead', hidden: true});
  const slider = h('div', {
    class: 'wave', role: 'slider', tabindex: 0, 'aria-label': 'Position in the recording', 'aria-valuemin': 0,
    'aria-valuemax': 0, 'aria-valuenow': 0, 'aria-valuetext': '0:00', onpointerdown: seek, onpointermove: drag, onkeydown: step,
  }, canvas, head);
  const lanes = h('ul', {class: 'lanes', 'aria-label': 'Channels'});
  const note = h('p', {class: 'quiet', role: 'status'}, 'Drawing the waveform …');
  const heard = h('div', {class: 'chips', role: 'group', 'aria-label': 'Channels to hear', hidden: true});
  let channels = [];
  let gains = null;

  function draw() {
    const styles = getComputedStyle(slider);
    const ratio = devicePixelRatio || 1;
    const width = slider.clientWidth;
    canvas.width = Math.max(1, Math.round(width * ratio));
    canvas.height = Math.max(1, channels.length) * LANE * ratio;
    canvas.style.height = `${Math.max(1, channels.length) * LANE}px`;
    const pen = canvas.getContext('2d');
    pen.scale(ratio, ratio);
    channels.forEach((peaks, channel) => {
      const middle = channel * LANE + LANE / 2;
      pen.fillStyle = styles.getPropertyValue(channel === 0 ? '--left' : '--right');
      for (let x = 0; x < width; x++) {
        const from = Math.floor(x * peaks.length / width);
        const to = Math.max(from + 1, Math.floor((x + 1) * peaks.length / width));
        let low = 0;
        let high = 0;
        for (let i = from; i < to; i++) {
          low = Math.min(low, peaks[i]?.[0] ?? 0);
          high = Math.max(high, peaks[i]?.[1] ?? 0);
        }
        const top = middle - high * (LANE / 2 - 3);
        pen.fillRect(x, top, 1, Math.max(1, middle - low * (LANE / 2 - 3) - top));
      }
    });
  }

  function show(found) {
    const first = channels.length === 0;
    channels = found;
    slider.dataset.channels = String(found.length);
    if (first) {
      lanes.replaceChildren(...found.map((none, channel) => h('li', {class: `lane ${SIDES[channel].toLowerCase()}`},
        found.length === 1 ? 'One channel' : [h('strong', {}, SIDES[channel]), speakers[channel] ? [' ', bdi(speakers[channel])] : ''])));
      heard.hidden = found.length < 2;
    }
    draw();
  }

  function place() {
    const whole = Number.isFinite(audio.duration) ? audio.duration : 0;
    head.hidden = whole === 0;
    head.style.left = `${whole === 0 ? 0 : 100 * audio.currentTime / whole}%`;
    slider.setAttribute('aria-valuemax', String(Math.floor(whole)));
    slider.setAttribute('aria-valuenow', String(Math.floor(audio.currentTime)));
    slider.setAttribute('aria-valuetext', `${length(audio.currentTime)} of ${length(whole)}`);
  }

  function seek(event) {
    if (Number.isFinite(audio.duration)) {
      const box = slider.getBoundingClientRect();
      audio.currentTime = audio.duration * Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      slider.setPointerCapture(event.pointerId);
    }
  }

  function drag(event) {
    if (event.buttons === 1) {
      seek(event);
    }
  }

  function step(event) {
    const to = {
      ArrowLeft: audio.currentTime - STEP_SECONDS, ArrowRight: audio.currentTime + STEP_SECONDS, Home: 0, End: audio.duration,
    }[event.key];
    if (event.key === ' ') {
      event.preventDefault();
      if (audio.paused) {
        audio.play();
      } else {
        audio.pause();
      }
    } else if (to !== undefined && Number.isFinite(audio.duration)) {
      event.preventDefault();
      audio.currentTime = Math.min(audio.duration, Math.max(0, to));
    }
  }

  /** Uses the browser's audio graph only once somebody chooses channels; before, the element plays on its own. */
  function hear(channel) {
    if (!gains) {
      const context = new AudioContext();
      const splitter = context.createChannelSplitter(2);
      context.createMediaElementSource(audio).connect(splitter);
      gains = [0, 1].map(side => {
        const gain = context.createGain();
        splitter.connect(gain, side);
        gain.connect(context.destination);
        return gain;
      });
      context.resume();
    }
    gains.forEach((gain, side) => {
      gain.gain.value = channel === 'both' || channel === String(side) ? 1 : 0;
    });
    heard.querySelectorAll('button').forEach(button => {
      button.setAttribute('aria-pressed', String(button.dataset.channel === channel));
    });
  }

  heard.append(...[['both', 'Hear both'], ['0', 'Left only'], ['1', 'Right only']].map(([channel, name]) => h('button', {
    type: 'button', class: 'chip', 'data-channel': channel, 'aria-pressed': String(channel === 'both'), onclick: () => hear(channel),
  }, name)));
  for (const event of ['timeupdate', 'seeked', 'durationchange', 'loadedmetadata']) {
    audio.addEventListener(event, place);
  }
  new ResizeObserver(draw).observe(slider);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  findPeaks(url, size, show).then(() => note.remove(), e => {
    note.textContent = e.message;
    slider.hidden = channels.length === 0;
  });
  return {
    element: h('div', {class: 'player'}, slider, lanes, note, heard, audio),
    stop: () => audio.pause(),
  };
}
