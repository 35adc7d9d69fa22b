//! Forms of pages, sent on as a browser sends them.

use reqwest::{Response, StatusCode};

use super::Person;

/// Where the form in the middle of a page goes, and its hidden fields.
pub fn form_in(page: &str) -> (String, Vec<(String, String)>) {
    let main = page.split("<main").nth(1).expect("a middle");
    let form =
        main.split("<form method=\"post\"").nth(1).and_then(|rest| rest.split("</form>").next()).expect("a form");
    let fields =
        form.split("<input type=\"hidden\"").skip(1).map(|field| (attribute(field, "name"), attribute(field, "value")));
    (attribute(form, "action"), fields.collect())
}

fn attribute(element: &str, name: &str) -> String {
    let (_, rest) = element.split_once(&format!("{name}=\"")).expect("an attribute");
    let escaped = rest.split('"').next().expect("its value");
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&amp;", "&")];
    marks.iter().fold(escaped.to_owned(), |text, (escaped, mark)| text.replace(escaped, mark))
}

impl Person {
    /// Signs in on the page that says that the session was lost; returns the page that comes then.
    pub async fn signs_in_again(&self, lost: Response) -> String {
        assert_eq!(lost.status(), StatusCode::UNAUTHORIZED);
        let (action, mut fields) = form_in(&lost.text().await.expect("a page"));
        assert_eq!(action, "/sign-in");
        fields.push(("person".to_owned(), self.key.clone()));
        let again = self.sends(&action, &fields).await;
        assert_eq!(again.status(), StatusCode::OK);
        again.text().await.expect("a page")
    }

    /// Presses the button of such a page.
    pub async fn sends_again(&self, page: &str) -> Response {
        let (action, fields) = form_in(page);
        self.sends(&action, &fields).await
    }

    async fn sends(&self, action: &str, fields: &[(String, String)]) -> Response {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post_form(action, &fields).await
    }
}
