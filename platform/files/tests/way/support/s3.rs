//! A service that speaks as much of S3 as is needed, on loopback. It keeps objects in memory, and an object of several
//! parts appears when it is completed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use files::Store;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

#[derive(Default)]
struct Bucket {
    objects: BTreeMap<String, Vec<u8>>,
    uploads: BTreeMap<String, BTreeMap<u32, Vec<u8>>>,
    refused_part: u32,
}

#[derive(Clone)]
pub struct S3 {
    bucket: Arc<Mutex<Bucket>>,
    port: u16,
}

/// A request to `/bucket/…` of a service on loopback.
pub(super) struct Request {
    pub method: String,
    pub key: String,
    /// As it was sent: percent-encoded.
    pub query: BTreeMap<String, String>,
    /// By their names in small letters.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

pub(super) type Answer = (&'static str, Vec<(&'static str, String)>, Vec<u8>);

impl S3 {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let s3 = Self { bucket: Arc::default(), port: listener.local_addr().unwrap().port() };
        let serving = s3.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(serving.clone().serve(client));
            }
        });
        s3
    }

    /// With a prefix, as for a bucket that is shared with others.
    pub fn store(&self) -> Store {
        let options = [
            ("aws_endpoint", format!("http://127.0.0.1:{}", self.port)),
            ("aws_allow_http", "true".to_owned()),
            ("aws_region", "eu-west-2".to_owned()),
            ("aws_access_key_id", "id".to_owned()),
            ("aws_secret_access_key", "a-secret".to_owned()),
        ];
        Store::open("s3://bucket/cases", options.map(|(name, value)| (name.to_owned(), value))).unwrap()
    }

    pub fn keys(&self) -> Vec<String> {
        self.bucket.lock().unwrap().objects.keys().cloned().collect()
    }

    pub fn unfinished(&self) -> usize {
        self.bucket.lock().unwrap().uploads.len()
    }

    /// From now on, the part with this number; parts are numbered from one.
    pub fn refuse_part(&self, number: u32) {
        self.bucket.lock().unwrap().refused_part = number;
    }

    async fn serve(self, client: TcpStream) {
        let mut client = BufReader::new(client);
        while let Some(request) = read(&mut client).await {
            assert!(request.headers["authorization"].starts_with("AWS4-HMAC-SHA256"), "requests are signed");
            let is_head = request.method == "HEAD";
            let answer = self.bucket.lock().unwrap().answer(request);
            send(&mut client, answer, is_head).await;
        }
    }
}

impl Bucket {
    fn answer(&mut self, request: Request) -> Answer {
        let Request { method, key, query, headers, body } = request;
        let part = query.get("partNumber").map(|number| number.parse::<u32>().unwrap());
        match (method.as_str(), part, query.get("uploadId")) {
            ("POST", ..) if query.contains_key("uploads") => {
                self.uploads.insert(key.clone(), BTreeMap::new());
                xml("<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>")
            }
            ("PUT", Some(part), _) if part == self.refused_part => ("403 Forbidden", vec![], vec![]),
            ("PUT", Some(part), _) => {
                self.uploads.get_mut(&key).unwrap().insert(part, body);
                tagged()
            }
            ("POST", None, Some(_)) => {
                let parts = self.uploads.remove(&key).unwrap();
                self.objects.insert(key, parts.into_values().flatten().collect());
                xml("<CompleteMultipartUploadResult><ETag>1</ETag></CompleteMultipartUploadResult>")
            }
            ("DELETE", _, Some(_)) => {
                self.uploads.remove(&key);
                ("204 No Content", vec![], vec![])
            }
            ("POST", ..) if query.contains_key("delete") => {
                let body = String::from_utf8(body).unwrap();
                let gone = body.split("<Key>").nth(1).and_then(|rest| rest.split("</Key>").next()).unwrap();
                self.objects.remove(gone);
                xml(&format!("<DeleteResult><Deleted><Key>{gone}</Key></Deleted></DeleteResult>"))
            }
            ("PUT", ..) => {
                self.objects.insert(key, body);
                tagged()
            }
            ("GET", ..) if query.contains_key("list-type") => self.list(&query),
            _ => self.read(&key, headers.get("range").map(String::as_str)),
        }
    }

    /// Two objects at a time, so that its clients must ask for more.
    fn list(&self, query: &BTreeMap<String, String>) -> Answer {
        let plain = |name: &str| query.get(name).map(|value| value.replace("%2F", "/")).unwrap_or_default();
        let after = plain("continuation-token").max(plain("start-after"));
        let prefix = plain("prefix");
        let mut found = self.objects.iter().filter(|(key, _)| key.starts_with(&prefix) && **key > after).peekable();
        let mut contents = String::new();
        let mut last = "";
        for (key, object) in found.by_ref().take(2) {
            last = key;
            let size = object.len();
            contents += &format!(
                "<Contents><Key>{key}</Key><LastModified>2026-11-23T10:00:00.000Z</LastModified><ETag>1</ETag><Size>{size}</Size></Contents>"
            );
        }
        let more = found.peek().is_some();
        let token = if more { format!("<NextContinuationToken>{last}</NextContinuationToken>") } else { String::new() };
        xml(&format!("<ListBucketResult><IsTruncated>{more}</IsTruncated>{token}{contents}</ListBucketResult>"))
    }

    fn read(&self, key: &str, range: Option<&str>) -> Answer {
        let Some(object) = self.objects.get(key) else { return ("404 Not Found", vec![], vec![]) };
        let mut headers = tagged().1;
        headers.push(("last-modified", "Mon, 23 Nov 2026 10:00:00 GMT".to_owned()));
        let Some((first, last)) = range.and_then(|range| range.strip_prefix("bytes=")?.split_once('-')) else {
            return ("200 OK", headers, object.clone());
        };
        let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
        if first >= object.len() {
            return ("416 Range Not Satisfiable", vec![], vec![]);
        }
        let last = last.min(object.len() - 1);
        headers.push(("content-range", format!("bytes {first}-{last}/{}", object.len())));
        ("206 Partial Content", headers, object[first..=last].to_vec())
    }
}

fn tagged() -> Answer {
    ("200 OK", vec![("etag", "\"1\"".to_owned())], vec![])
}

fn xml(text: &str) -> Answer {
    ("200 OK", vec![("content-type", "application/xml".to_owned())], text.into())
}

pub(super) async fn send(client: &mut BufReader<TcpStream>, (status, headers, body): Answer, is_head: bool) {
    let mut head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n", body.len());
    head.extend(headers.into_iter().map(|(name, value)| format!("{name}: {value}\r\n")));
    head.push_str("\r\n");
    client.write_all(head.as_bytes()).await.unwrap();
    if !is_head {
        client.write_all(&body).await.unwrap();
    }
}

/// The next request; none when the client has hung up.
pub(super) async fn read(client: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut first = String::new();
    if client.read_line(&mut first).await.ok()? == 0 {
        return None;
    }
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        client.read_line(&mut line).await.ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let mut body = vec![0; headers.get("content-length").map_or(0, |length| length.parse().unwrap())];
    client.read_exact(&mut body).await.ok()?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let key = path.trim_start_matches("/bucket").trim_start_matches('/').to_owned();
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let query = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Some(Request { method, key, query, headers, body })
}
