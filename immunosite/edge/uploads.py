"""One form of this site takes a file: the import of references, which keeps nothing of it."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from evidence.import_admin import takes_file
from evidence.imports.reading import MAX_BYTES


class NoOtherFiles(FileUploadHandler):
    """In memory, and no more of it than is read; a file that is sent elsewhere is passed over.
    On disk nothing is kept of either.
    """

    def new_file(  # noqa: PLR0913, PLR0917 - Django's own signature
        self,
        field_name: str,
        file_name: str,
        content_type: str,
        content_length: int | None,
        charset: str | None = None,
        content_type_extra: dict[str, bytes] | None = None,
    ) -> None:
        if self.request is None or not takes_file(self.request):
            raise SkipFile
        super().new_file(field_name, file_name, content_type, content_length, charset)
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        # One byte too many says that the file is too large.
        self.held.write(raw_data[: max(0, MAX_BYTES + 1 - self.held.tell())])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        size = self.held.tell()
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held, self.field_name, str(self.file_name), "", size, self.charset
        )
