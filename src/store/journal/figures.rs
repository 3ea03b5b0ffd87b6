//! Price look-ups that were paid for, kept by item, datasource and index build.

use rusqlite::{OptionalExtension, params};

use super::{Journal, JournalError, immediate, moment};
use crate::model::catalog::ItemFigures;

impl Journal {
    /// Keeps the figures of an item.
    pub fn cache_figures(
        &self,
        account: &str,
        item: &str,
        figures: &ItemFigures,
    ) -> Result<(), JournalError> {
        let text = serde_json::to_string(figures)
            .map_err(|e| JournalError::unreadable("the figures to be stored", e))?;
        let mut connection = self.lock();
        let transaction = immediate(&mut connection)?;
        transaction.execute(
            "INSERT INTO figures (account, item, datasource, index_id, looked_up, figures)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO UPDATE SET looked_up = excluded.looked_up, figures = excluded.figures",
            params![
                account,
                item,
                figures.datasource,
                figures.index_id,
                moment::stored(figures.looked_up),
                text
            ],
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// The newest figures of an item in a datasource.
    pub fn cached_figures(
        &self,
        account: &str,
        item: &str,
        datasource: &str,
    ) -> Result<Option<ItemFigures>, JournalError> {
        let text: Option<String> = self
            .lock()
            .query_row(
                "SELECT figures FROM figures WHERE account = ?1 AND item = ?2 AND datasource = ?3
                 ORDER BY looked_up DESC LIMIT 1",
                params![account, item, datasource],
                |row| row.get(0),
            )
            .optional()?;
        text.map(|t| {
            serde_json::from_str(&t).map_err(|e| JournalError::unreadable("figures.figures", e))
        })
        .transpose()
    }

    /// The newest figures of an item in a datasource that any account here was told.
    pub fn newest_figures(
        &self,
        item: &str,
        datasource: &str,
    ) -> Result<Option<ItemFigures>, JournalError> {
        let text: Option<String> = self
            .lock()
            .query_row(
                "SELECT figures FROM figures WHERE item = ?1 AND datasource = ?2
                 ORDER BY looked_up DESC LIMIT 1",
                params![item, datasource],
                |row| row.get(0),
            )
            .optional()?;
        text.map(|t| {
            serde_json::from_str(&t).map_err(|e| JournalError::unreadable("figures.figures", e))
        })
        .transpose()
    }
}
