/** Finds the highest and lowest samples of a recording, piece by piece, for each channel. */

const PIECES = 800;
const LARGEST_WHOLE = 64e6;
const SAMPLE_BYTES = 32768;
const AT_ONCE = 4;
const DECODED_RATE = 8000;

/** Reads one sample as a number from -1 to 1; null if the encoding is unknown. */
function sampleReader(encoding, bits) {
  const integers = {
    8: (view, at) => (view.getUint8(at) - 128) / 128,
    16: (view, at) => view.getInt16(at, true) / 32768,
    24: (view, at) => (view.getInt16(at + 1, true) + view.getUint8(at) / 256) / 32768,
    32: (view, at) => view.getInt32(at, true) / 2147483648,
  };
  switch (encoding) {
    case 1: return integers[bits] ?? null;
    case 3: return bits === 32 ? (view, at) => view.getFloat32(at, true) : null;
    case 6: return bits === 8 ? (view, at) => aLaw(view.getUint8(at)) : null;
    case 7: return bits === 8 ? (view, at) => muLaw(view.getUint8(at)) : null;
    default: return null;
  }
}

/** ITU-T G.711. */
function muLaw(byte) {
  const value = ~byte & 0xff;
  const magnitude = ((((value & 0x0f) << 3) + 0x84) << ((value >> 4) & 7)) - 0x84;
  return (value & 0x80 ? -magnitude : magnitude) / 32768;
}

/** ITU-T G.711. */
function aLaw(byte) {
  const value = byte ^ 0x55;
  const exponent = (value >> 4) & 7;
  const mantissa = ((value & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return (value & 0x80 ? magnitude : -magnitude) / 32768;
}

/** Reads the head of a WAV file; null for other formats and for unusual kinds of WAV. */
function wave(buffer, fileSize) {
  const view = new DataView(buffer);
  const name = at => String.fromCharCode(...new Uint8Array(buffer, at, 4));
  if (buffer.byteLength < 12 || !/^(RIFF|RF64|BW64)$/.test(name(0)) || name(8) !== 'WAVE') {
    return null;
  }
  let format = null;
  for (let at = 12; at + 8 <= buffer.byteLength;) {
    const length = view.getUint32(at + 4, true);
    if (name(at) === 'fmt ' && at + 24 <= buffer.byteLength) {
      const encoding = view.getUint16(at + 8, true);
      format = {
        encoding: encoding === 0xfffe && at + 34 <= buffer.byteLength ? view.getUint16(at + 32, true) : encoding,
        channels: view.getUint16(at + 10, true),
        frame: view.getUint16(at + 20, true),
        bits: view.getUint16(at + 22, true),
      };
    } else if (name(at) === 'data') {
      const read = format && sampleReader(format.encoding, format.bits);
      return read && format.frame > 0 ? {...format, read, start: at + 8, bytes: Math.min(length, fileSize - at - 8)} : null;
    }
    at += 8 + length + length % 2;
  }
  return null;
}

/** The lowest and highest sample of each channel in these bytes, from at most this many frames. */
function extremes(view, format, from, frames, step) {
  const result = Array.from({length: Math.min(2, format.channels)}, () => [1, -1]);
  const bytes = format.frame / format.channels;
  for (let i = 0; i < frames; i += step) {
    const at = from + i * format.frame;
    for (let channel = 0; channel < result.length; channel++) {
      const value = format.read(view, at + channel * bytes);
      const peak = result[channel];
      if (value < peak[0]) {
        peak[0] = value;
      }
      if (value > peak[1]) {
        peak[1] = value;
      }
    }
  }
  return result;
}

async function bytes(url, from, to) {
  const response = await fetch(url, {headers: {Range: `bytes=${from}-${to}`}});
  if (!response.ok) {
    throw new Error(`The simulator answered ${response.status}`);
  }
  return response.arrayBuffer();
}

/** Reads a WAV file of any size: a small one whole, a large one by a sample of each piece. */
async function ofWave(url, format, drawn) {
  const frames = Math.floor(format.bytes / format.frame);
  const pieces = Math.max(1, Math.min(PIECES, frames));
  const channels = Array.from({length: Math.min(2, format.channels)}, () => new Array(pieces));
  const place = i => Math.floor(frames * i / pieces);
  const put = (i, peaks) => peaks.forEach((peak, channel) => {
    channels[channel][i] = peak;
  });
  if (format.bytes <= LARGEST_WHOLE) {
    const view = new DataView(await bytes(url, format.start, format.start + format.bytes - 1));
    for (let i = 0; i < pieces; i++) {
      const count = place(i + 1) - place(i);
      put(i, extremes(view, format, place(i) * format.frame, count, Math.max(1, Math.floor(count / 4000))));
    }
    drawn(channels);
    return;
  }
  let next = 0;
  const work = async () => {
    while (next < pieces) {
      const i = next++;
      const from = format.start + place(i) * format.frame;
      const count = Math.max(1, Math.floor(SAMPLE_BYTES / format.frame));
      put(i, extremes(new DataView(await bytes(url, from, from + count * format.frame - 1)), format, 0, count, 1));
      if (i % 40 === 39) {
        drawn(channels);
      }
    }
  };
  await Promise.all(Array.from({length: AT_ONCE}, work));
  drawn(channels);
}

/** Reads anything that the browser can decode, at a rate that takes little memory. */
async function ofDecoded(url, size, drawn) {
  const context = new OfflineAudioContext(1, 1, DECODED_RATE);
  const sound = await context.decodeAudioData(await bytes(url, 0, size - 1));
  const pieces = Math.max(1, Math.min(PIECES, sound.length));
  drawn(Array.from({length: Math.min(2, sound.numberOfChannels)}, (none, channel) => {
    const samples = sound.getChannelData(channel);
    return Array.from({length: pieces}, (nothing, i) => {
      const peak = [1, -1];
      for (let at = Math.floor(samples.length * i / pieces); at < samples.length * (i + 1) / pieces; at++) {
        peak[0] = Math.min(peak[0], samples[at]);
        peak[1] = Math.max(peak[1], samples[at]);
      }
      return peak;
    });
  }));
}

/**
 * Finds the peaks of a recording, and gives them to the function whenever there are more: for each channel a list of
 * lowest and highest samples, with holes where they are not known yet. Fails with a sentence for people.
 */
export async function findPeaks(url, size, drawn) {
  const format = wave(await bytes(url, 0, Math.min(size, 65536) - 1), size);
  if (format && format.bytes > 0) {
    await ofWave(url, format, drawn);
  } else if (size > LARGEST_WHOLE) {
    throw new Error('The recording is too large to be decoded for a waveform.');
  } else {
    try {
      await ofDecoded(url, size, drawn);
    } catch {
      throw new Error('This browser can’t decode the recording.');
    }
  }
}
