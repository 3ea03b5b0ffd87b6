//! From bytes to an answer. Nothing is expanded: a document type is refused where it begins, and an entity that
//! XML does not define itself is an error.

use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::super::answer::{Answer, Cell, Table};
use super::super::body::{MOST_CELLS, is_page, unmarked};
use super::XmlError;
use super::attributes::{attributes, check_count, columns, take, variables};
use super::cells::{split, unguarded};
use super::said::{cut, quoted, repeated, stray, table_place};

/// The deepest nesting that is passed over; an answer has four levels.
const DEEPEST: usize = 16;

/// Reads an answer in any layout: a byte-order mark, CRLF, one line, any indentation, `GlobalVars` empty or
/// missing, elements that no page names (they are passed over).
pub fn decode(bytes: &[u8]) -> Result<Answer, XmlError> {
    let bytes = unmarked(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| match e.error_len() {
        None => cut("in the middle of a character"),
        Some(_) => XmlError::NotUtf8(e.valid_up_to()),
    })?;
    if is_page(bytes) {
        return Err(XmlError::Page);
    }
    let text = text.trim_start();
    if text.is_empty() {
        return Err(cut("nothing came"));
    }
    if !text.starts_with('<') {
        return Err(XmlError::NotXml);
    }
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut source = Source {
        reader,
        text,
        cells: 0,
    };
    let answer = source.answer()?;
    source.nothing_more()?;
    Ok(answer)
}

/// The events of a body, in the order in which they make an answer.
struct Source<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    /// Cells read so far.
    cells: usize,
}

impl<'a> Source<'a> {
    /// The next event that means something between elements.
    fn next(&mut self) -> Result<Event<'a>, XmlError> {
        loop {
            match self.event()? {
                Event::Text(text) if text.trim().is_empty() => {}
                Event::Text(text) => return Err(stray(&text)),
                Event::CData(text) => return Err(stray(&text)),
                Event::GeneralRef(reference) => {
                    let c = resolve(&reference)?;
                    return Err(stray(&c.to_string()));
                }
                event => return Ok(event),
            }
        }
    }

    fn event(&mut self) -> Result<Event<'a>, XmlError> {
        loop {
            match self.reader.read_event() {
                Ok(Event::DocType(name)) if name.trim_start().get(..4).is_some_and(is_html) => {
                    return Err(XmlError::Page);
                }
                Ok(Event::DocType(_)) => return Err(XmlError::DocumentType),
                Ok(Event::Decl(_) | Event::Comment(_) | Event::PI(_)) => {}
                Ok(event) => return Ok(event),
                Err(error) => return Err(self.failure(&error)),
            }
        }
    }

    fn failure(&self, error: &Error) -> XmlError {
        let rest = usize::try_from(self.reader.error_position())
            .ok()
            .and_then(|at| self.text.get(at..))
            .unwrap_or_default();
        match error {
            Error::Syntax(SyntaxError::UnclosedDoctype) => XmlError::DocumentType,
            Error::Syntax(SyntaxError::InvalidBangMarkup) if rest.contains('>') => {
                XmlError::Syntax(error.to_string())
            }
            Error::Syntax(_) => cut(&error.to_string()),
            Error::IllFormed(IllFormedError::UnclosedReference) if !rest.contains('<') => {
                cut(&error.to_string())
            }
            _ => XmlError::Syntax(quoted(&error.to_string())),
        }
    }

    fn answer(&mut self) -> Result<Answer, XmlError> {
        let root = match self.next()? {
            Event::Start(start) => start,
            _ => return Err(cut("no element came")),
        };
        if is_html(root.name().as_ref()) {
            return Err(XmlError::Page);
        }
        if root.name().as_ref() != "Result" {
            let name = quoted(root.name().as_ref());
            return Err(XmlError::Shape(format!("<{name}> where <Result> belongs")));
        }
        let mut answer = Answer::ok();
        let mut code = None;
        for (name, value) in attributes(&root, "Result")? {
            match name.as_str() {
                "Code" => code = Some(value),
                "ErrorMessage" => answer.error_message = value,
                "FullError" => answer.full_error = value,
                _ => {}
            }
        }
        answer.code = code.ok_or_else(|| XmlError::Shape("no Code".to_owned()))?;
        let mut seen_globals = false;
        loop {
            match self.next()? {
                Event::Start(start) => match start.name().as_ref() {
                    "GlobalVars" if std::mem::replace(&mut seen_globals, true) => {
                        return Err(repeated("GlobalVars", "Result"));
                    }
                    "GlobalVars" => {
                        answer.globals = variables(attributes(&start, "GlobalVars")?);
                        self.pass_over()?;
                    }
                    "DataTables" if answer.tables.is_some() => {
                        return Err(repeated("DataTables", "Result"));
                    }
                    "DataTables" => answer.tables = Some(self.tables(&start)?),
                    _ => self.pass_over()?,
                },
                Event::End(_) => return Ok(answer),
                _ => return Err(cut("</Result> is missing")),
            }
        }
    }

    fn tables(&mut self, start: &BytesStart<'_>) -> Result<Vec<Table>, XmlError> {
        let mut said = attributes(start, "DataTables")?;
        let mut tables: Vec<Table> = Vec::new();
        loop {
            match self.next()? {
                Event::Start(start) if start.name().as_ref() == "DataTable" => {
                    let table = self.table(&start)?;
                    if tables.iter().any(|other| other.name == table.name) {
                        return Err(repeated(&table.name, "DataTables"));
                    }
                    tables.push(table);
                }
                Event::Start(_) => self.pass_over()?,
                Event::End(_) => break,
                _ => return Err(cut("</DataTables> is missing")),
            }
        }
        check_count(take(&mut said, "Count"), tables.len(), || {
            "DataTables".to_owned()
        })?;
        Ok(tables)
    }

    fn table(&mut self, start: &BytesStart<'_>) -> Result<Table, XmlError> {
        let mut said = attributes(start, "DataTable")?;
        let name = take(&mut said, "Name")
            .ok_or_else(|| XmlError::Shape("a DataTable without a Name".to_owned()))?;
        let count = take(&mut said, "RowsCount");
        let columns = columns(take(&mut said, "Headers").as_deref(), &name)?;
        let mut table = Table {
            name,
            attributes: variables(said),
            columns,
            rows: Vec::new(),
        };
        loop {
            match self.next()? {
                Event::Start(start) if start.name().as_ref() == "Row" => self.row(&mut table)?,
                Event::Start(_) => self.pass_over()?,
                Event::End(_) => break,
                _ => return Err(cut("</DataTable> is missing")),
            }
        }
        check_count(count, table.rows.len(), || table_place(&table.name))?;
        Ok(table)
    }

    fn row(&mut self, table: &mut Table) -> Result<(), XmlError> {
        let text = self.row_text(&table.name)?;
        let cells = split(&text);
        if cells.len() != table.columns.len() {
            return Err(XmlError::Cells {
                table: quoted(&table.name),
                row: table.rows.len() + 1,
                cells: cells.len(),
                columns: table.columns.len(),
            });
        }
        self.cells += cells.len();
        if self.cells > MOST_CELLS {
            return Err(XmlError::TooLarge(MOST_CELLS));
        }
        let cells = cells.into_iter().map(|cell| Cell::Text(unguarded(cell)));
        table.rows.push(cells.collect());
        Ok(())
    }

    /// The text of a row up to its end tag, with every reference resolved: cells are split after that, so that a
    /// pipe written as a reference would separate too, as it does for the vendor's connectors.
    fn row_text(&mut self, table: &str) -> Result<String, XmlError> {
        let mut text = String::new();
        loop {
            match self.event()? {
                Event::Text(part) => text.push_str(&part.xml10_content()),
                Event::CData(part) => text.push_str(&part.xml10_content()),
                Event::GeneralRef(reference) => text.push(resolve(&reference)?),
                Event::End(_) => return Ok(text),
                Event::Start(inner) => {
                    let inner = quoted(inner.name().as_ref());
                    let place = table_place(table);
                    return Err(XmlError::Shape(format!("<{inner}> in a row of {place}")));
                }
                _ => return Err(cut("</Row> is missing")),
            }
        }
    }

    /// Passes over the rest of an element that was just begun, text and all.
    fn pass_over(&mut self) -> Result<(), XmlError> {
        let mut depth = 1;
        loop {
            match self.event()? {
                Event::Start(_) if depth == DEEPEST => return Err(XmlError::TooDeep(DEEPEST)),
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 1 => return Ok(()),
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(cut("an element is not closed")),
                _ => {}
            }
        }
    }

    fn nothing_more(&mut self) -> Result<(), XmlError> {
        match self.next()? {
            Event::Eof => Ok(()),
            _ => Err(XmlError::Shape("something after </Result>".to_owned())),
        }
    }
}

fn resolve(reference: &BytesRef<'_>) -> Result<char, XmlError> {
    let number = reference.resolve_char_ref();
    if let Some(c) = number.map_err(|e| XmlError::Syntax(quoted(&e.to_string())))? {
        return Ok(c);
    }
    Ok(match reference.as_ref() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        other => return Err(XmlError::Entity(quoted(other))),
    })
}

fn is_html(name: &str) -> bool {
    name.eq_ignore_ascii_case("html")
}
