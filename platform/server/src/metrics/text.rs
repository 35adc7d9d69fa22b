//! The text format of Prometheus, version 0.0.4: families of samples, each with a line of help and one of its type.

use std::fmt::{Display, Write as _};

/// What kind of figure a family holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Counter,
    Gauge,
    /// A sum and a count.
    Summary,
}

/// Families one after another. All samples of a family have to follow its beginning.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
    family: &'static str,
}

impl Page {
    /// Begins a family. The help is our own text, on one line and without backslashes.
    pub(super) fn family(&mut self, name: &'static str, kind: Kind, help: &'static str) {
        let kind = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Summary => "summary",
        };
        self.family = name;
        self.write(format_args!("# HELP {name} {help}\n# TYPE {name} {kind}\n"));
    }

    /// A sample of the family that was begun last; `part` is empty, `_sum` or `_count`.
    pub(super) fn sample(&mut self, part: &str, labels: &[(&str, &str)], value: impl Display) {
        let family = self.family;
        self.write(format_args!("{family}{part}"));
        for (at, (name, of)) in labels.iter().enumerate() {
            let before = if at == 0 { '{' } else { ',' };
            self.write(format_args!("{before}{name}=\"{}\"", escaped(of)));
        }
        if !labels.is_empty() {
            self.text.push('}');
        }
        self.write(format_args!(" {value}\n"));
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    fn write(&mut self, what: std::fmt::Arguments<'_>) {
        // Writing to a text does not fail.
        let _ = self.text.write_fmt(what);
    }
}

/// The value of a label. Names and versions of plugins come from whoever wrote them.
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_have_help_and_type_and_labels_are_escaped() {
        let mut page = Page::default();
        page.family("calls_total", Kind::Counter, "Calls.");
        page.sample("", &[("plugin", "a \"b\"\\\nc"), ("code", "trapped")], 3);
        page.family("seconds", Kind::Summary, "Time.");
        page.sample("_sum", &[], 0.25_f64);
        page.sample("_count", &[], 2);
        let wanted = "# HELP calls_total Calls.\n# TYPE calls_total counter\n\
            calls_total{plugin=\"a \\\"b\\\"\\\\\\nc\",code=\"trapped\"} 3\n\
            # HELP seconds Time.\n# TYPE seconds summary\nseconds_sum 0.25\nseconds_count 2\n";
        assert_eq!(page.into_text(), wanted);
    }
}
