"""Draw every picture again: ``python -m figures``."""

from figures.gallery import PICTURES


def main() -> None:
    """Write all files, and say so."""
    for path, draw in PICTURES.items():
        content = draw().encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"{path.parts[-3]}/{path.name:<26}{len(content) / 1000:6.1f} kB")


if __name__ == "__main__":
    main()
