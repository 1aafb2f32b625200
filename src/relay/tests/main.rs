//! The relay as devices meet it, over real sockets. Every rule of README.md is named by a test.

#[cfg(test)]
mod devices;
#[cfg(test)]
mod disk;
#[cfg(test)]
mod erasing;
#[cfg(test)]
mod exchange;
#[cfg(test)]
mod grace;
#[cfg(test)]
mod guests;
#[cfg(test)]
mod hollow;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod process;
#[cfg(test)]
mod rights;
#[cfg(test)]
mod world;
