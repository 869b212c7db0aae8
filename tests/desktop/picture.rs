//! Turns what Xvfb keeps in memory into a PNG, so that no package is needed to look at a screen.

/// The PNG of an X window dump of 32 bits a pixel, as Xvfb writes it.
pub(super) fn png_of_xwd(dump: &[u8]) -> Vec<u8> {
    // The header is of big-endian numbers, the pixels are the machine's: blue first on ours.
    let field = |index: usize| {
        let bytes = dump[index * 4..][..4].try_into().unwrap();
        usize::try_from(u32::from_be_bytes(bytes)).unwrap()
    };
    let (width, height, bits, line, colors) = (field(4), field(5), field(11), field(12), field(19));
    assert_eq!((bits, field(7)), (32, 0), "an XWD of another kind");
    let pixels = &dump[field(0) + colors * 12..];
    let mut rows = Vec::with_capacity(height * (1 + width * 3));
    for row in pixels.chunks(line).take(height) {
        rows.push(0);
        for pixel in row[..width * 4].chunks_exact(4) {
            rows.extend([pixel[2], pixel[1], pixel[0]]);
        }
    }
    png(width, height, &rows)
}

/// Of rows that each begin with the number of their filter, 0.
fn png(width: usize, height: usize, rows: &[u8]) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    for side in [width, height] {
        header.extend(u32::try_from(side).unwrap().to_be_bytes());
    }
    header.extend([8, 2, 0, 0, 0]);
    chunk(&mut png, *b"IHDR", &header);
    chunk(&mut png, *b"IDAT", &stored(rows));
    chunk(&mut png, *b"IEND", &[]);
    png
}

/// A zlib stream of blocks that are not compressed.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let blocks = bytes.chunks(0xffff).count();
    for (index, block) in bytes.chunks(0xffff).enumerate() {
        let length = u16::try_from(block.len()).unwrap();
        stream.push(u8::from(index + 1 == blocks));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in bytes {
        low = (low + u32::from(*byte)) % 65521;
        high = (high + low) % 65521;
    }
    stream.extend((high << 16 | low).to_be_bytes());
    stream
}

fn chunk(png: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
    let begin = png.len();
    png.extend(kind);
    png.extend(data);
    let sum = png[begin..].iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
        })
    });
    png.extend((!sum).to_be_bytes());
}
