//! The ready-made dependencies, over HTTP.

#[cfg(test)]
mod credentials;
#[cfg(test)]
mod password_form;
#[cfg(test)]
mod sliding;
#[cfg(test)]
mod stores;
#[cfg(test)]
mod support;
