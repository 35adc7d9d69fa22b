//! What the council's own mail server found out about a sender (RFC 8601).
//!
//! Anybody can write an `Authentication-Results` header. One counts only when it bears the name of the server that the operator
//! trusts and is the newest of that name: that server puts its own on top and takes others of its name away.

/// Whether the trusted server says that the domain in `From` was authenticated: `dmarc=pass`, for that domain.
#[must_use]
pub fn passed(results: &[String], trusted: &str, from: &str) -> bool {
    let newest = results
        .iter()
        .map(|result| without_comments(result))
        .find(|result| server_of(result) == trusted.to_lowercase());
    let domain = from.rsplit_once('@').map(|(_, domain)| domain).unwrap_or_default();
    newest.is_some_and(|result| result.split(';').skip(1).any(|method| is_pass(method, domain)))
}

fn server_of(result: &str) -> String {
    let first = result.split(';').next().unwrap_or_default();
    first.split_whitespace().next().unwrap_or_default().to_lowercase()
}

/// `dmarc=pass header.from=council.example`, in any case; a domain that is named must be the sender's.
fn is_pass(method: &str, domain: &str) -> bool {
    let mut words = method.split_whitespace().map(str::to_lowercase);
    let passed = words.next().is_some_and(|word| word == "dmarc=pass");
    passed && words.filter_map(|word| word.strip_prefix("header.from=").map(str::to_owned)).all(|named| named == domain)
}

/// Comments may hold anything, and may nest; spaces around `=` are allowed.
fn without_comments(result: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::with_capacity(result.len());
    for c in result.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept.replace(" =", "=").replace("= ", "=")
}
