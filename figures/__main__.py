"""Draw every picture again: ``python -m figures``."""

from figures.gallery import FOLDER, PICTURES


def main() -> None:
    """Write all files, and say so."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, draw in PICTURES.items():
        content = draw().encode()
        (FOLDER / name).write_bytes(content)
        print(f"{name:<26}{len(content) / 1000:6.1f} kB")


if __name__ == "__main__":
    main()
