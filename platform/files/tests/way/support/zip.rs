//! Containers, written by hand so that they can lie.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

#[derive(Default)]
pub struct Zip {
    body: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl Zip {
    /// With something in front, of which the container itself knows.
    pub fn behind(front: &[u8]) -> Self {
        Self { body: front.to_vec(), ..Self::default() }
    }

    pub fn part(self, name: &str, content: &[u8]) -> Self {
        let unpacked = u32::try_from(content.len()).unwrap();
        self.add(name, 0, content, unpacked)
    }

    pub fn deflated(self, name: &str, content: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        let unpacked = u32::try_from(content.len()).unwrap();
        self.add(name, 8, &encoder.finish().unwrap(), unpacked)
    }

    /// A part that claims to unpack to so many bytes.
    pub fn claiming(self, name: &str, unpacked: u32) -> Self {
        self.add(name, 8, b"\x03\x00", unpacked)
    }

    fn add(mut self, name: &str, method: u16, packed: &[u8], unpacked: u32) -> Self {
        let offset = u32::try_from(self.body.len()).unwrap();
        let mut common = vec![20, 0, 0, 0];
        common.extend(method.to_le_bytes());
        common.extend([0; 8]);
        common.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        common.extend(unpacked.to_le_bytes());
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0; 2]);
        self.body.extend(b"PK\x03\x04");
        self.body.extend(&common);
        self.body.extend(name.as_bytes());
        self.body.extend(packed);
        self.directory.extend(b"PK\x01\x02\x14\x00");
        self.directory.extend(&common);
        self.directory.extend([0; 10]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.count += 1;
        self
    }

    pub fn finish(self) -> Vec<u8> {
        let mut zip = self.body;
        let start = u32::try_from(zip.len()).unwrap();
        zip.extend(&self.directory);
        zip.extend(b"PK\x05\x06\0\0\0\0");
        zip.extend(self.count.to_le_bytes());
        zip.extend(self.count.to_le_bytes());
        zip.extend(u32::try_from(self.directory.len()).unwrap().to_le_bytes());
        zip.extend(start.to_le_bytes());
        zip.extend([0; 2]);
        zip
    }
}

pub fn types(main: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><Types><Override PartName="/main.xml" ContentType="application/vnd.openxmlformats-officedocument.{main}"/></Types>"#
    )
}

pub fn docx() -> Zip {
    docx_behind(b"")
}

pub fn docx_behind(front: &[u8]) -> Zip {
    Zip::behind(front)
        .deflated("[Content_Types].xml", types("wordprocessingml.document.main+xml").as_bytes())
        .deflated("word/document.xml", b"<w:document/>")
}

pub fn office(main: &str, folder: &str) -> Vec<u8> {
    let part = format!("{folder}/main.xml");
    Zip::default().part("[Content_Types].xml", types(main).as_bytes()).part(&part, b"<x/>").finish()
}

pub fn open_document(kind: &str) -> Zip {
    let mimetype = format!("application/vnd.oasis.opendocument.{kind}");
    Zip::default().part("mimetype", mimetype.as_bytes()).part("content.xml", b"<x/>")
}
