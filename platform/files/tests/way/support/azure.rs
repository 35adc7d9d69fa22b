//! A service that speaks as much of Azure's Blob storage as is needed, on loopback. It keeps blobs in memory; one of several blocks
//! appears when its list of blocks is sent.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use files::Store;
use tokio::io::BufReader;
use tokio::net::{TcpListener, TcpStream};

use super::s3::{Answer, Request, read, send};

#[derive(Default)]
struct Container {
    blobs: BTreeMap<String, Vec<u8>>,
    /// By key and id. As in Azure, they are forgotten when nobody lists them; here, when the blob is written.
    blocks: BTreeMap<String, BTreeMap<String, Vec<u8>>>,
    asked: BTreeMap<&'static str, usize>,
    refused_block: usize,
}

#[derive(Clone)]
pub struct Azure {
    container: Arc<Mutex<Container>>,
    port: u16,
}

impl Azure {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let azure = Self { container: Arc::default(), port: listener.local_addr().unwrap().port() };
        let serving = azure.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(serving.clone().serve(client));
            }
        });
        azure
    }

    /// With a prefix, as for a container that is shared with others.
    pub fn store(&self) -> Store {
        let options = [
            ("azure_endpoint", format!("http://127.0.0.1:{}", self.port)),
            ("azure_allow_http", "true".to_owned()),
            ("azure_storage_account_name", "account".to_owned()),
            ("azure_storage_account_key", "YS1zZWNyZXQ=".to_owned()),
        ];
        Store::open("az://bucket/cases", options.map(|(name, value)| (name.to_owned(), value))).unwrap()
    }

    pub fn keys(&self) -> Vec<String> {
        self.container.lock().unwrap().blobs.keys().cloned().collect()
    }

    /// How often something was asked for: `block`, `block-list`, `list`, `range`, `batch`.
    pub fn asked(&self, what: &str) -> usize {
        self.container.lock().unwrap().asked.get(what).copied().unwrap_or_default()
    }

    /// From now on, whichever comes as this one, counted from one over all blobs; 0 for none.
    pub fn refuse_block(&self, number: usize) {
        let mut container = self.container.lock().unwrap();
        container.asked.remove("block");
        container.refused_block = number;
    }

    async fn serve(self, client: TcpStream) {
        let mut client = BufReader::new(client);
        while let Some(request) = read(&mut client).await {
            assert!(request.headers["authorization"].starts_with("SharedKey account:"), "requests are signed");
            assert!(request.headers.contains_key("x-ms-version"), "of a version that is named");
            let is_head = request.method == "HEAD";
            let answer = self.container.lock().unwrap().answer(request);
            send(&mut client, answer, is_head).await;
        }
    }
}

impl Container {
    fn answer(&mut self, request: Request) -> Answer {
        let Request { method, key, query, headers, body } = request;
        match (method.as_str(), query.get("comp").map(String::as_str)) {
            ("PUT", Some("block")) => {
                if self.count("block") == self.refused_block {
                    return ("403 Forbidden", vec![], vec![]);
                }
                self.blocks.entry(key).or_default().insert(plain(&query["blockid"]), body);
                ("201 Created", tags(), vec![])
            }
            ("PUT", Some("blocklist")) => {
                self.count("block-list");
                let list = String::from_utf8(body).unwrap();
                let blocks = self.blocks.remove(&key).unwrap_or_default();
                let ids = list.split("<Uncommitted>").skip(1).filter_map(|rest| rest.split('<').next());
                let whole: Option<Vec<&Vec<u8>>> = ids.map(|id| blocks.get(id)).collect();
                let Some(whole) = whole else { return ("400 The specified block list is invalid", vec![], vec![]) };
                self.blobs.insert(key, whole.into_iter().flatten().copied().collect());
                ("201 Created", tags(), vec![])
            }
            ("PUT", None) if headers.get("x-ms-blob-type").is_some_and(|kind| kind == "BlockBlob") => {
                self.blocks.remove(&key);
                self.blobs.insert(key, body);
                ("201 Created", tags(), vec![])
            }
            ("GET", Some("list")) => self.list(&query),
            ("POST", Some("batch")) => self.batch(&String::from_utf8(body).unwrap()),
            ("GET" | "HEAD", None) => {
                // Azure knows both headers; the client may send either.
                let range = headers.get("x-ms-range").or_else(|| headers.get("range"));
                if range.is_some() {
                    self.count("range");
                }
                self.read(&key, range.map(String::as_str))
            }
            _ => ("400 Bad Request", vec![], vec![]),
        }
    }

    fn count(&mut self, what: &'static str) -> usize {
        let count = self.asked.entry(what).or_default();
        *count += 1;
        *count
    }

    /// Two blobs at a time, so that its clients must ask for more; from `startFrom` on, and with it.
    fn list(&mut self, query: &BTreeMap<String, String>) -> Answer {
        self.count("list");
        let asked = |name: &str| query.get(name).map(|value| plain(value)).unwrap_or_default();
        let (prefix, from) = (asked("prefix"), asked("startFrom").max(asked("marker")));
        let mut found = self.blobs.iter().filter(|(key, _)| key.starts_with(&prefix) && **key >= from).peekable();
        let blobs: String = found
            .by_ref()
            .take(2)
            .map(|(key, blob)| {
                let size = blob.len();
                format!(
                    "<Blob><Name>{key}</Name><Properties><Last-Modified>Mon, 23 Nov 2026 10:00:00 GMT</Last-Modified><Etag>1</Etag>\
                     <Content-Length>{size}</Content-Length><Content-Type>application/octet-stream</Content-Type></Properties></Blob>"
                )
            })
            .collect();
        let next = found.peek().map(|(key, _)| key.as_str()).unwrap_or_default();
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs>{blobs}</Blobs><NextMarker>{next}</NextMarker></EnumerationResults>"
        );
        ("200 OK", vec![("content-type", "application/xml".to_owned())], text.into())
    }

    /// Several requests in one: each removes a blob.
    fn batch(&mut self, body: &str) -> Answer {
        self.count("batch");
        let mut answers = String::new();
        for part in body.split("DELETE ").skip(1) {
            assert!(part.to_ascii_lowercase().contains("authorization: sharedkey account:"), "each is signed: {part}");
            let key = part.split(' ').next().unwrap().trim_start_matches('/').trim_start_matches("bucket/");
            let status = if self.blobs.remove(key).is_some() { "202 Accepted" } else { "404 Not Found" };
            let number = answers.matches("Content-ID").count();
            answers += &format!(
                "--answer\r\nContent-Type: application/http\r\nContent-ID: {number}\r\n\r\nHTTP/1.1 {status}\r\nx-ms-version: 1\r\n\r\n"
            );
        }
        answers += "--answer--\r\n";
        ("202 Accepted", vec![("content-type", "multipart/mixed; boundary=answer".to_owned())], answers.into())
    }

    fn read(&self, key: &str, range: Option<&str>) -> Answer {
        let Some(blob) = self.blobs.get(key) else { return ("404 Not Found", vec![], vec![]) };
        let mut headers = tags();
        let Some((first, last)) = range.and_then(|range| range.strip_prefix("bytes=")?.split_once('-')) else {
            return ("200 OK", headers, blob.clone());
        };
        let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
        if first >= blob.len() {
            return ("416 The range specified is invalid", vec![], vec![]);
        }
        let last = last.min(blob.len() - 1);
        headers.push(("content-range", format!("bytes {first}-{last}/{}", blob.len())));
        ("206 Partial Content", headers, blob[first..=last].to_vec())
    }
}

fn tags() -> Vec<(&'static str, String)> {
    vec![("etag", "\"1\"".to_owned()), ("last-modified", "Mon, 23 Nov 2026 10:00:00 GMT".to_owned())]
}

/// What was percent-encoded: here nothing but a few signs is.
fn plain(text: &str) -> String {
    [("%2F", "/"), ("%3D", "="), ("%2B", "+")]
        .iter()
        .fold(text.to_owned(), |text, (code, sign)| text.replace(code, sign))
}
